import Graph
import Text

/// Why a typed network cannot become a graph.
public enum LoweringError: Failure, Hashable, Sendable {
  /// A layer does something that has no counterpart in the graph.
  case unsupported(layer: Int, location: SourceLocation, reason: String)
  /// The weights file does not provide what a layer needs.
  case parametersMissing(layer: Int, location: SourceLocation, reason: String)
  /// The operations of a layer do not fit together.
  case graph(layer: Int, location: SourceLocation, error: GraphError)

  /// `file:line:column: error: layer N: ...`.
  public var description: String {
    switch self {
    case .unsupported(let layer, let location, let reason),
      .parametersMissing(let layer, let location, let reason):
      "\(location): error: layer \(layer): \(reason)"
    case .graph(let layer, let location, let error):
      "\(location): error: layer \(layer): \(error)"
    }
  }
}

extension LoweringError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}

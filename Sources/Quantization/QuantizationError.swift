import Engine
import Graph
import Text

/// Why a network cannot be quantized.
public enum QuantizationError: Failure, Sendable {
  /// An input for calibration cannot be had.
  case input(String)
  /// The system does not let an input be read.
  case unreadable(String)
  /// The graph is not well-formed after a change; a fault of ours.
  case graph(GraphError)
  /// The graph cannot be run.
  case engine(EngineError)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .input(let text), .unreadable(let text): text
    case .graph(let error): error.description
    case .engine(let error): error.description
    }
  }
}

extension QuantizationError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .input: .malformed
    case .unreadable: .unreadable
    case .graph: .fault
    case .engine(let error): error.category
    }
  }
}

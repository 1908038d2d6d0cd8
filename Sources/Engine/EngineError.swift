import Graph
import Text

/// Why a graph cannot be run.
public enum EngineError: Failure, Sendable {
  /// The engine has no kernel for a node's operation.
  case unsupported(node: String, reason: String)
  /// The graph is not well-formed, or cannot take the batch asked for.
  case graph(GraphError)
  /// Its nodes take so many elements of constants, of which it has so many.
  case constants(taken: Int, held: Int)
  /// An input of the graph is neither float32, as what the caller gives is, nor bytes.
  case inputType(name: String, type: TensorType)
  /// The caller's input does not have the shape of the graph's.
  case inputDoesNotFit(name: String, expected: Shape, foundCount: Int)
  /// The caller gave another number of inputs than the graph has.
  case inputCount(expected: Int, found: Int)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .unsupported(let node, let reason): "node \(node) cannot be run: \(reason)"
    case .graph(let error): error.description
    case .constants(let taken, let held):
      "its nodes take \(taken) elements of constants, but it has only \(held), which many nodes share; "
        + "each has its own laid out, of which there may be \(Plan.constantsPerElement) times as many "
        + "and \(Plan.freeConstants); give the nodes constants of their own, or share less"
    case .inputType(let name, let type):
      "input \(name) is \(type); a network can be run whose inputs are float32 or uint8"
    case .inputDoesNotFit(let name, let expected, let found):
      "input \(name) has the shape \(expected), that is \(expected.count) values, but \(found) "
        + "were given"
    case .inputCount(let expected, let found):
      "the network takes \(expected) inputs, but \(found) were given"
    }
  }
}

extension EngineError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .graph: .fault
    case .unsupported, .constants, .inputType, .inputDoesNotFit, .inputCount: .malformed
    }
  }
}

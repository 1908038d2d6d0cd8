import Text

/// Why a graph cannot be built or is not well-formed.
public enum GraphError: Failure, Hashable, Sendable {
  /// The operands of a node do not fit its operation.
  case operandsDoNotFit(node: String, reason: OperationError)
  /// Two values or two nodes share a name.
  case duplicateName(String)
  /// A node reads a value that no earlier node, input or constant provides.
  case valueNotComputed(node: String, value: String)
  /// A value is written by two nodes, or a node writes an input or a constant.
  case valueComputedTwice(node: String, value: String)
  /// A value's recorded type is not what its node computes.
  case typeMismatch(value: String, recorded: TensorType, computed: TensorType)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .operandsDoNotFit(let node, let reason): "node \(node): \(reason)"
    case .duplicateName(let name): "the name \(name) is used twice"
    case .valueNotComputed(let node, let value):
      "node \(node) reads \(value), which nothing before it provides"
    case .valueComputedTwice(let node, let value):
      "node \(node) computes \(value), which exists already"
    case .typeMismatch(let value, let recorded, let computed):
      "\(value) is recorded as \(recorded) but computed as \(computed)"
    }
  }
}

extension GraphError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}

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
  /// A node has operands that its operation has no role for.
  case operandsWithoutRole(node: String)
  /// A graph does not have what a pass requires.
  case notReady(pass: String, property: GraphProperty)
  /// A pass did not bring about what it ensures.
  case notEnsured(pass: String, property: GraphProperty)

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
    case .operandsWithoutRole(let node): "node \(node) has operands that have no role"
    case .notReady(let pass, let property): "\(pass) takes a graph in which \(property)"
    case .notEnsured(let pass, let property):
      "\(pass) left a graph in which it does not hold that \(property)"
    }
  }
}

extension GraphError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}

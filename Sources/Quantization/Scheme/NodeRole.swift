import Graph

/// What a node of a float network can become on stored numbers.
enum NodeRole {
  /// Sums of products with constant filters.
  case convolution
  /// An element-wise function of one operand: a table.
  case function
  /// A sum, product, mean or concatenation: the result has a scale of its own.
  case combination
  /// Gives elements of its operand, whose scale it keeps.
  case moving
  /// Nothing: it stays in float.
  case other

  init(of node: Node, in graph: Graph) {
    switch node.operation {
    case is Convolution:
      let isConstant = node.inputs.dropFirst().allSatisfy { graph[$0].constant != nil }
      self = isConstant && graph[node.inputs[0]].constant == nil ? .convolution : .other
    case is Unary: self = .function
    case let binary as Binary:
      self = binary.function == .add || binary.function == .multiply ? .combination : .other
    case is AveragePool, is GlobalAveragePool, is Concatenation: self = .combination
    case is MaxPool, is UpsampleNearest, is Split, is Slice, is Reshape, is Flatten, is Transpose,
      is Pad:
      self = .moving
    default: self = .other
    }
  }
}

extension Unary.Function {
  /// The limits of a function that only limits; storing a result within them does the same.
  var limits: (lower: Float, upper: Float)? {
    switch self {
    case .relu: (0, .infinity)
    case .clip(let lower, let upper): (lower, upper)
    default: nil
    }
  }
}

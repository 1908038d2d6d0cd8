import Graph

/// What a node of a float network can become on quantized values.
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
    switch node.operation.elements {
    case .moved, .selected: self = .moving
    case .mapped: self = node.operation.quantizedForm == nil ? .other : .function
    case .joined, .computed:
      guard node.operation.quantizedForm != nil else {
        self = .other
        return
      }
      guard node.operand(.filters) != nil else {
        self = .combination
        return
      }
      let areConstant = zip(node.operandRoles, node.inputs).allSatisfy { role, operand in
        role == .x || graph[operand].constant != nil
      }
      self = areConstant && graph[node[.x]].constant == nil ? .convolution : .other
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

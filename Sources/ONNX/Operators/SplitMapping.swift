import Graph

/// `Split` and the operator of that name, the sizes given.
enum SplitMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Split"]

  static func write(_ operation: Split, _ node: NodeToWrite, to file: inout FileGraph) {
    let sizes = file.integers("sizes", operation.sizes, of: node)
    file.add(
      "Split", node, inputs: node.inputs + [sizes],
      attributes: [.integer("axis", operation.axis)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operand = try graph.operand(0, of: node)
    let axis = try node.integer("axis") ?? 0
    let parts = node.outputs.count
    _ = try node.integer("num_outputs")
    let given = node.hasInput(1) ? try graph.integers(1, of: node) : try node.integers("split")
    let shape = graph.type(operand).shape
    let sizes = if let given { given } else { try equalParts(parts, of: shape, axis: axis, node) }
    guard sizes.count == parts else {
      throw node.operandProblem("splits into \(sizes.count) parts but has \(parts) results")
    }
    try graph.add(Split(axis: axis, sizes: sizes), [operand], for: node)
  }

  /// Without sizes the parts are equal, but for a smaller last one.
  private static func equalParts(
    _ count: Int, of shape: Shape, axis: Int, _ node: NodeToRead
  ) throws(ONNXError) -> [Int] {
    let axis = axis < 0 ? axis + shape.rank : axis
    guard (0..<shape.rank).contains(axis), count > 0 else {
      throw node.problem("axis", "is not one of shape \(shape)")
    }
    let size = (shape[axis] + count - 1) / count
    let last = shape[axis] - size * (count - 1)
    guard last >= 0 else {
      throw node.operandProblem("cannot split \(shape[axis]) elements into \(count) parts")
    }
    return Array(repeating: size, count: count - 1) + [last]
  }
}

import Graph

/// `Gather` with constant indices, and the operator of that name, which is a `TableLookup` as well.
enum GatherMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Gather"]

  static func write(_ operation: Gather, _ node: NodeToWrite, to file: inout FileGraph) {
    let indices = file.integers("indices", operation.indices, of: node)
    file.add(
      "Gather", node, inputs: node.inputs + [indices],
      attributes: [.integer("axis", operation.axis)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let axis = try node.integer("axis") ?? 0
    let source = try graph.operand(0, of: node)
    let shape = graph.type(source).shape
    if let bytes = graph.castBytes(1, of: node), shape.rank == 1, axis == 0 || axis == -1 {
      return try graph.add(TableLookup(), [bytes, source], for: node)
    }
    let positive = axis < 0 ? axis + shape.rank : axis
    guard node.hasInput(1), let indices = graph.constant(node.inputs[1]),
      indices.type.shape.rank == 1, (0..<shape.rank).contains(positive)
    else {
      throw node.operandProblem(
        "can only be expressed where it picks along an axis by a constant list of indices, or "
          + "looks up 8-bit numbers, cast to int32 or int64, in a table of 256 of them")
    }
    let extent = shape[positive]
    let picked = try graph.integers(1, of: node).map { $0 < 0 ? $0 + extent : $0 }
    try graph.add(Gather(axis: axis, indices: picked), [source], for: node)
  }
}

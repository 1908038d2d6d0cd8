import Graph

/// `TableLookup`: `Cast` to int32, since nothing smaller is an index, and `Gather` from the table.
///
/// Indices below zero count from the table's end, which is where the entries for them are.
enum TableLookupMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Gather"]

  static func write(_ operation: TableLookup, _ node: NodeToWrite, to file: inout FileGraph) {
    let indices = file.unused("\(node.name)_indices")
    file.addCast(from: node.inputs[0], to: indices, .int32)
    file.add(
      "Gather", node, inputs: [node.inputs[1], indices], attributes: [.integer("axis", 0)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let axis = try node.integer("axis") ?? 0
    let table = try graph.operand(0, of: node)
    guard let bytes = graph.castBytes(1, of: node), graph.type(table).shape.rank == 1,
      axis == 0 || axis == -1
    else {
      throw node.operandProblem(
        "can only be expressed where it looks up 8-bit numbers, cast to int32 or int64, in a "
          + "table of 256 of them")
    }
    try graph.add(TableLookup(), [bytes, table], for: node)
  }
}

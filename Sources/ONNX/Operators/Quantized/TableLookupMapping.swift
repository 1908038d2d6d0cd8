import Graph

/// `TableLookup`: `Cast` to int32, since nothing smaller is an index, and `Gather` from the table.
///
/// Indices below zero count from the table's end, which is where the entries for them are. `GatherMapping` reads it.
enum TableLookupMapping: OperatorWriting {
  static func write(_ operation: TableLookup, _ node: NodeToWrite, to file: inout FileGraph) {
    let indices = file.unused("\(node.name)_indices")
    file.addCast(from: node.inputs[0], to: indices, .int32)
    file.add(
      "Gather", node, inputs: [node.inputs[1], indices], attributes: [.integer("axis", 0)])
  }
}

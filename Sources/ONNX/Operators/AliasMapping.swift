import Graph

/// `Identity`, and `Dropout`, which passes its operand on at inference: another name for a value.
enum AliasMapping: OperatorReading {
  static let operators: [OperatorName] = ["Identity", "Dropout"]

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    // Only training uses them.
    _ = try node.number("ratio")
    _ = try node.integer("seed")
    if node.hasInput(2), try graph.tensor(2, of: node).elements(UInt8.self) != [0] {
      throw node.operandProblem("is in training mode")
    }
    try graph.addAlias(for: node)
  }
}

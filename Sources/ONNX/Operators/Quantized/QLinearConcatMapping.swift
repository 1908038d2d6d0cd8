import Graph

/// `QuantizedConcatenation` and `QLinearConcat`.
enum QLinearConcatMapping: OperatorWriting, OperatorReading {
  static let operators = [name]
  static let needsFloat32 = true

  private static let name = OperatorName.microsoft("QLinearConcat")

  static func write(
    _ operation: QuantizedConcatenation, _ node: NodeToWrite, to file: inout FileGraph
  ) {
    file.add(name, node, attributes: [.integer("axis", operation.axis)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    guard let axis = try node.integer("axis") else {
      throw node.problem("axis", "is absent, which it must not be")
    }
    let operands = try graph.operands(of: node, count: 5...Int.max)
    try graph.add(QuantizedConcatenation(axis: axis), operands, for: node)
  }
}

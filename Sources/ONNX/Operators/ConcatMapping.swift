import Graph

/// `Concatenation` and `Concat`.
enum ConcatMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Concat"]

  static func write(_ operation: Concatenation, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add("Concat", node, attributes: [.integer("axis", operation.axis)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    guard let axis = try node.integer("axis") else {
      throw node.problem("axis", "is absent, which it must not be")
    }
    let operands = try graph.operands(of: node, count: 1...Int.max)
    try graph.add(Concatenation(axis: axis), operands, for: node)
  }
}

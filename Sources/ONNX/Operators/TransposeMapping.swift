import Graph

/// `Transpose` and the operator of that name.
enum TransposeMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Transpose"]

  static func write(_ operation: Transpose, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add("Transpose", node, attributes: [.integers("perm", operation.permutation)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operands = try graph.operands(of: node, count: 1...1)
    let reversed = Array((0..<graph.type(operands[0]).shape.rank).reversed())
    let permutation = try node.integers("perm") ?? reversed
    try graph.add(Transpose(permutation: permutation), operands, for: node)
  }
}

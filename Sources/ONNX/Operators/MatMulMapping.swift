import Graph

/// `MatrixProduct` and `MatMul`.
enum MatMulMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["MatMul"]

  static func write(_: MatrixProduct, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add("MatMul", node)
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    try graph.add(MatrixProduct(), try graph.operands(of: node, count: 2...2), for: node)
  }
}

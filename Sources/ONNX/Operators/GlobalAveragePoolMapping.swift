import Graph

/// `GlobalAveragePool` and the operator of that name.
enum GlobalAveragePoolMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["GlobalAveragePool"]

  static func write(_: GlobalAveragePool, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add("GlobalAveragePool", node)
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    try graph.add(GlobalAveragePool(), try graph.operands(of: node, count: 1...1), for: node)
  }
}

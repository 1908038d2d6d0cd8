import Graph

/// `ScatterND` and the operator of that name, of single elements.
enum ScatterNDMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["ScatterND"]

  static func write(_: ScatterND, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add("ScatterND", node)
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    try node.expect("reduction", "none")
    try graph.checkIndices(1, of: node)
    try graph.add(ScatterND(), try graph.operands(of: node, count: 3...3), for: node)
  }
}

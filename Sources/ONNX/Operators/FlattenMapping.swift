import Graph

/// `Flatten` and the operator of that name for axis 1.
enum FlattenMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Flatten"]

  static func write(_: Flatten, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add("Flatten", node, attributes: [.integer("axis", 1)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    try node.expect("axis", 1)
    try graph.add(Flatten(), try graph.operands(of: node, count: 1...1), for: node)
  }
}

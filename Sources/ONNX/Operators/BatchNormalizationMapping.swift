import Graph

/// `BatchNormalization` and the operator of that name, at inference.
enum BatchNormalizationMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["BatchNormalization"]

  static func write(
    _ operation: BatchNormalization, _ node: NodeToWrite, to file: inout FileGraph
  ) {
    file.add("BatchNormalization", node, attributes: [.number("epsilon", operation.epsilon)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    // Only training uses it.
    _ = try node.number("momentum")
    try node.expect("spatial", 1)
    try node.expect("training_mode", 0)
    let epsilon = try node.number("epsilon") ?? 1e-5
    let operands = try graph.operands(of: node, count: 5...5)
    try graph.add(BatchNormalization(epsilon: epsilon), operands, for: node)
  }
}

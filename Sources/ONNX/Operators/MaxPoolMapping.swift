import Graph

/// `MaxPool` and the operator of that name.
enum MaxPoolMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["MaxPool"]

  static func write(_ operation: MaxPool, _ node: NodeToWrite, to file: inout FileGraph) {
    let window = operation.window.withLeastPadding(on: node.operandTypes[0].shape)
    file.add("MaxPool", node, attributes: window.attributes(withDilations: true))
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operands = try graph.operands(of: node, count: 1...1)
    let window = try node.window(on: graph.type(operands[0]), kernel: nil)
    // Only the order of the indices, a second result that the graph does not have.
    _ = try node.integer("storage_order")
    try graph.add(MaxPool(window: window), operands, for: node)
  }
}

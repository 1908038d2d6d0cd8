import Graph

/// `AveragePool` and the operator of that name, cells outside of the map not counted.
enum AveragePoolMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["AveragePool"]

  /// 19 is the first with dilations.
  static func minimumOpset(_ operation: AveragePool) -> Int {
    operation.window.dilation == Extent2D(1) ? ONNXVersion.writableOpsets.lowerBound : 19
  }

  static func write(_ operation: AveragePool, _ node: NodeToWrite, to file: inout FileGraph) {
    let window = operation.window.withLeastPadding(on: node.operandTypes[0].shape)
    let isDilated = window.dilation != Extent2D(1)
    file.add(
      "AveragePool", node,
      attributes: [.integer("count_include_pad", 0)]
        + window.attributes(withDilations: isDilated))
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operands = try graph.operands(of: node, count: 1...1)
    let window = try node.averagedWindow(on: graph.type(operands[0]))
    try graph.add(AveragePool(window: window), operands, for: node)
  }
}

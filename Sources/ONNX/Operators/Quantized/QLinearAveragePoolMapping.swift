import Graph

/// `QuantizedAveragePool` and `QLinearAveragePool`, which has no dilations.
enum QLinearAveragePoolMapping: OperatorWriting, OperatorReading {
  static let operators = [name]
  static let needsFloat32 = true

  private static let name = OperatorName.microsoft("QLinearAveragePool")

  static func write(
    _ operation: QuantizedAveragePool, _ node: NodeToWrite, to file: inout FileGraph
  ) {
    let window = operation.window.withLeastPadding(on: node.operandTypes[0].shape)
    file.add(
      name, node,
      attributes: [.integer("count_include_pad", 0)] + window.attributes(withDilations: false))
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    try node.expect("channels_last", 0)
    let operands = try graph.operands(of: node, count: 5, zeroPoints: [2: 0, 4: 0])
    let window = try node.averagedWindow(on: graph.type(operands[0]))
    try graph.add(QuantizedAveragePool(window: window), operands, for: node)
  }
}

import Graph

/// `QuantizedGlobalAveragePool` and `QLinearGlobalAveragePool`.
enum QLinearGlobalAveragePoolMapping: OperatorWriting, OperatorReading {
  static let operators = [name]
  static let needsFloat32 = true

  private static let name = OperatorName.microsoft("QLinearGlobalAveragePool")

  static func write(
    _: QuantizedGlobalAveragePool, _ node: NodeToWrite, to file: inout FileGraph
  ) {
    file.add(name, node)
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    try node.expect("channels_last", 0)
    let operands = try graph.operands(of: node, count: 5, zeroPoints: [2: 0, 4: 0])
    try graph.add(QuantizedGlobalAveragePool(), operands, for: node)
  }
}

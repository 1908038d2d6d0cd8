import Graph

/// `QuantizedConvolution` and `QLinearConv`.
enum QLinearConvMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["QLinearConv"]
  static let needsFloat32 = true

  static func write(
    _ operation: QuantizedConvolution, _ node: NodeToWrite, to file: inout FileGraph
  ) {
    let groups = Onnx_AttributeProto.integer("group", operation.groups)
    file.add(
      "QLinearConv", node, attributes: operation.window.attributes(withDilations: true) + [groups])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operands = try graph.operands(of: node, count: 8...9)
    let window = try node.window(on: graph.type(operands[0]), filters: graph.type(operands[3]))
    let groups = try node.integer("group") ?? 1
    try graph.add(QuantizedConvolution(window: window, groups: groups), operands, for: node)
  }
}

import Graph

/// `IntegerConvolution` and `ConvInteger`.
enum ConvIntegerMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["ConvInteger"]

  static func write(
    _ operation: IntegerConvolution, _ node: NodeToWrite, to file: inout FileGraph
  ) {
    let groups = Onnx_AttributeProto.integer("group", operation.groups)
    file.add(
      "ConvInteger", node, attributes: operation.window.attributes(withDilations: true) + [groups])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    // A zero point of the filters without one of the map.
    let operands =
      node.hasInput(3)
      ? try graph.operands(of: node, count: 4, zeroPoints: [2: 0])
      : try graph.operands(of: node, count: 2...3)
    let window = try node.window(on: graph.type(operands[0]), filters: graph.type(operands[1]))
    let groups = try node.integer("group") ?? 1
    try graph.add(IntegerConvolution(window: window, groups: groups), operands, for: node)
  }
}

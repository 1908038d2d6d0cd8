import Graph

/// `Convolution` and `Conv`.
enum ConvMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Conv"]

  static func write(_ operation: Convolution, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add(
      "Conv", node,
      attributes: operation.window.attributes(withDilations: true) + [
        .integer("group", operation.groups)
      ])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operands = try graph.operands(of: node, count: 2...3)
    let window = try node.window(on: graph.type(operands[0]), filters: graph.type(operands[1]))
    let groups = try node.integer("group") ?? 1
    try graph.add(Convolution(window: window, groups: groups), operands, for: node)
  }
}

import Graph

/// `Softmax` along one axis and the operator of that name.
enum SoftmaxMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Softmax"]

  static func write(_ operation: Softmax, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add("Softmax", node, attributes: [.integer("axis", operation.axis)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operands = try graph.operands(of: node, count: 1...1)
    let given = try node.integer("axis")
    let axis = given ?? (node.opset < 13 ? 1 : -1)
    // Below 13 all axes from the given one on are normalized together.
    let rank = graph.type(operands[0]).shape.rank
    guard node.opset >= 13 || axis == -1 || axis == rank - 1 else {
      throw node.problem("axis", "is \(axis); below operator set 13 only the last can be expressed")
    }
    try graph.add(Softmax(axis: axis), operands, for: node)
  }
}

import Graph

/// `TopK` and the operator of that name, the largest elements, sorted.
enum TopKMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["TopK"]

  static func write(_ operation: TopK, _ node: NodeToWrite, to file: inout FileGraph) {
    let count = file.integers("k", [operation.count], of: node)
    file.add(
      "TopK", node, inputs: node.inputs + [count],
      attributes: [.integer("axis", operation.axis)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    try node.expect("largest", 1)
    try node.expect("sorted", 1)
    let axis = try node.integer("axis") ?? -1
    // An attribute before operator set 10.
    let count = node.opset < 10 ? try node.integer("k") : try graph.integers(1, of: node).first
    let operand = try graph.operand(0, of: node)
    try graph.add(TopK(count: count ?? 0, axis: axis), [operand], for: node)
  }
}

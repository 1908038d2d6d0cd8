import Graph

/// `Reshape` and the operator of that name with a constant shape; 0 copies an extent.
enum ReshapeMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Reshape"]

  static func write(_ operation: Reshape, _ node: NodeToWrite, to file: inout FileGraph) {
    let shape = file.integers("shape", operation.target, of: node)
    file.add("Reshape", node, inputs: node.inputs + [shape])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let target = try graph.integers(1, of: node)
    let allowsZero = try node.integer("allowzero") ?? 0
    guard allowsZero == 0 || !target.contains(0) else {
      throw node.problem("allowzero", "is \(allowsZero); a result without elements cannot be held")
    }
    try graph.add(Reshape(target: target), [try graph.operand(0, of: node)], for: node)
  }
}

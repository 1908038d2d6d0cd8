import Graph

/// `GatherND` and the operator of that name.
enum GatherNDMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["GatherND"]

  static func write(_ operation: GatherND, _ node: NodeToWrite, to file: inout FileGraph) {
    let batch = operation.batchAxes
    file.add("GatherND", node, attributes: batch == 0 ? [] : [.integer("batch_dims", batch)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let batchAxes = try node.integer("batch_dims") ?? 0
    try graph.checkIndices(1, of: node)
    try graph.add(
      GatherND(batchAxes: batchAxes), try graph.operands(of: node, count: 2...2), for: node)
  }
}

extension GraphBuilder {
  /// Checks that constant indices count from the front: those of the graph that do not stand for
  /// nothing.
  func checkIndices(_ index: Int, of node: NodeToRead) throws(ONNXError) {
    guard node.hasInput(index), let indices = constant(node.inputs[index]),
      indices.type.element == .int64
    else { return }
    if let negative = indices.elements(Int64.self).first(where: { $0 < 0 }) {
      throw node.operandProblem("has the index \(negative); only those from 0 on are known")
    }
  }
}

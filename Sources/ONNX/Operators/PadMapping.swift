import Graph

/// `Pad` and the operator of that name with a constant value.
enum PadMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Pad"]

  static func write(_ operation: Pad, _ node: NodeToWrite, to file: inout FileGraph) {
    let pads = file.integers("pads", operation.before + operation.after, of: node)
    let value = file.scalar(
      "value", operation.value, as: node.operandTypes[0].element, of: node)
    file.add(
      "Pad", node, inputs: node.inputs + [pads, value], attributes: [.word("mode", "constant")])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    try node.expect("mode", "constant")
    let operand = try graph.operand(0, of: node)
    guard let pads = try graph.parameter(1, "pads", of: &node), !node.hasInput(3),
      pads.count == 2 * graph.type(operand).shape.rank
    else {
      throw node.operandProblem("must give the padding before and after each axis")
    }
    let given = node.hasInput(2) ? try value(of: node, graph) : try node.number("value")
    let (before, after) = (pads.prefix(pads.count / 2), pads.suffix(pads.count / 2))
    try graph.add(
      Pad(before: Array(before), after: Array(after), value: given ?? 0), [operand], for: node)
  }

  /// The value added, which is of the operand's type.
  private static func value(
    of node: NodeToRead, _ graph: GraphBuilder
  ) throws(ONNXError) -> Float {
    let tensor = try graph.tensor(2, of: node)
    guard tensor.shape.count == 1 else {
      throw node.operandProblem("takes one value, not \(tensor.type)")
    }
    switch tensor.type.element {
    case .uint8: return Float(tensor.elements(UInt8.self)[0])
    case .int8: return Float(tensor.elements(Int8.self)[0])
    default: return try graph.number(2, of: node)
    }
  }
}

import Graph

/// `QuantizedBinary` and the 8-bit element-wise operators of two operands.
enum QLinearBinaryMapping: OperatorWriting, OperatorReading {
  static let operators = QuantizedBinary.Function.allCases.map(name)
  static let needsFloat32 = true

  private static func name(of function: QuantizedBinary.Function) -> OperatorName {
    switch function {
    case .add: .microsoft("QLinearAdd")
    case .multiply: .microsoft("QLinearMul")
    }
  }

  static func write(_ operation: QuantizedBinary, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add(name(of: operation.function), node)
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let function: QuantizedBinary.Function = node.type == name(of: .add).type ? .add : .multiply
    let operands = try graph.operands(of: node, count: 8, zeroPoints: [2: 0, 5: 3, 7: 0])
    try graph.add(QuantizedBinary(function), operands, for: node)
  }
}

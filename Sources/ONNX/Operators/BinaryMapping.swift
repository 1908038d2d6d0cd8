import Graph

/// `Binary` and the element-wise operators of two operands.
enum BinaryMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = Binary.Function.allCases.map(name)

  private static func name(of function: Binary.Function) -> OperatorName {
    switch function {
    case .add: "Add"
    case .subtract: "Sub"
    case .multiply: "Mul"
    case .divide: "Div"
    case .power: "Pow"
    }
  }

  static func write(_ operation: Binary, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add(name(of: operation.function), node)
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let type = OperatorName(node.type)
    guard let function = Binary.Function.allCases.first(where: { name(of: $0) == type }) else {
      throw node.operandProblem("is not known")
    }
    try graph.add(Binary(function), try graph.operands(of: node, count: 2...2), for: node)
  }
}

import Graph

/// `FullyConnected` and `Gemm` with the second operand transposed.
enum GemmMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Gemm"]

  static func write(_: FullyConnected, _ node: NodeToWrite, to file: inout FileGraph) {
    file.add("Gemm", node, attributes: [.integer("transB", 1)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    for factor in ["alpha", "beta"] {
      let value = try node.number(factor) ?? 1
      guard value == 1 else { throw node.problem(factor, "is \(value); only 1 can be expressed") }
    }
    try node.expect("transA", 0)
    let isTransposed = try node.integer("transB") ?? 0
    var operands = try graph.operands(of: node, count: 2...3)
    if isTransposed == 0 {
      operands[1] = try graph.addPart(
        Transpose(permutation: [1, 0]), [operands[1]], "transposed", of: node)
    }
    // ONNX lets the bias broadcast; a fully connected layer has one number for each output.
    let outputs = graph.type(operands[1]).shape.dimensions.first
    if operands.count == 3, graph.type(operands[2]).shape.dimensions != [outputs] {
      let product = try graph.addPart(
        FullyConnected(), Array(operands[..<2]), "product", of: node)
      try graph.add(Binary(.add), [product, operands[2]], for: node)
    } else {
      try graph.add(FullyConnected(), operands, for: node)
    }
  }
}

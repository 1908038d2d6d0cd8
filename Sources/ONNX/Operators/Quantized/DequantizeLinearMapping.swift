import Graph

/// `Dequantization` and `DequantizeLinear` from 8 or 16 bits or int32; see `QuantizeLinearMapping`.
enum DequantizeLinearMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["DequantizeLinear", .microsoft("DequantizeLinear")]
  static let needsFloat32 = true

  static func write(_ operation: Dequantization, _ node: NodeToWrite, to file: inout FileGraph) {
    let name = operators[file.isContributed(node.operandTypes[0].element) ? 1 : 0]
    file.add(name, node, attributes: [.integer("axis", operation.axis)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let axis = try node.integer("axis") ?? 1
    try node.expect("block_size", 0)
    // The scale's type if 0, else what it must be here.
    let type = try node.integer("output_dtype") ?? 0
    guard type == 0 || type == Onnx_TensorProto.DataType.float.rawValue else {
      throw node.problem("output_dtype", "is \(type); only float can be expressed")
    }
    let operands = try graph.operands(of: node, count: 2...3)
    try graph.add(Dequantization(axis: axis), operands, for: node)
  }
}

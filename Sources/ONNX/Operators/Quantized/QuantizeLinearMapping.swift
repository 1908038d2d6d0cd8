import Graph

/// `Quantization` and `QuantizeLinear` to 8 or 16 bits; below operator set 21, which has the first of
/// ONNX that takes 16 bits, that of ONNX Runtime.
enum QuantizeLinearMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["QuantizeLinear", .microsoft("QuantizeLinear")]
  static let needsFloat32 = true

  static func write(_ operation: Quantization, _ node: NodeToWrite, to file: inout FileGraph) {
    let name = operators[file.isContributed(node.resultTypes[0].element) ? 1 : 0]
    file.add(name, node, attributes: [.integer("axis", operation.axis)])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let axis = try node.integer("axis") ?? 1
    // Only 8-bit floats saturate otherwise.
    _ = try node.integer("saturate")
    try node.expect("block_size", 0)
    // The type in which x is divided: 0 for that of the scale.
    let precision = try node.integer("precision") ?? 0
    let float = Onnx_TensorProto.DataType.float.rawValue
    guard precision == 0 || precision == float else {
      throw node.problem("precision", "is \(precision); only float (\(float)) can be expressed")
    }
    var operands = [try graph.operand(0, of: node), try graph.operand(1, of: node)]
    let named = try node.integer("output_dtype").flatMap { $0 == 0 ? nil : $0 }
    let element = try element(named: named, of: node)
    if node.hasInput(2) {
      operands.append(try graph.operand(2, of: node))
      let found = graph.type(operands[2]).element
      guard named == nil || found == element else {
        throw node.problem("output_dtype", "is \(element) with a zero point of type \(found)")
      }
    } else {
      operands.append(graph.addZero(element, for: 2, of: node))
    }
    try graph.add(Quantization(axis: axis), operands, for: node)
  }

  /// The type of the result without a zero point; uint8 unless the node names another.
  private static func element(
    named: Int?, of node: NodeToRead
  ) throws(ONNXError) -> ElementType {
    guard let named else { return .uint8 }
    guard
      let element = Int32(exactly: named)
        .flatMap(Onnx_TensorProto.DataType.init(number:))?.element
    else {
      throw node.problem(
        "output_dtype", "is \(named); known are uint8 (2), int8 (3), uint16 (4) and int16 (5)")
    }
    return element
  }
}

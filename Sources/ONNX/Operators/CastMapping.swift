import Graph

/// `Cast` between float16 and float32, which are one type in the graph: another name for a value.
/// And `Cast` of 8-bit numbers to indices, which is a part of a table lookup.
enum CastMapping: OperatorReading {
  static let operators: [OperatorName] = ["Cast"]

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let target = try node.integer("to") ?? 0
    _ = try node.integer("saturate")
    let found = try graph.elementType(0, of: node)
    let element = Int32(exactly: target).flatMap(Onnx_TensorProto.DataType.init(number:))?.element
    switch (found, element) {
    case (.uint8, .int32), (.uint8, .int64), (.int8, .int32), (.int8, .int64):
      try graph.addCastBytes(for: node)
    case (found, found): try graph.addAlias(for: node)
    default:
      throw node.problem(
        "to",
        "is \(target) for an operand of type \(found); only float to float16 and back, and 8-bit "
          + "numbers to indices, can be expressed")
    }
  }
}

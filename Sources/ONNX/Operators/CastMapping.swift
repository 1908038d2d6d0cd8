import Graph

/// `Cast`: of float16 and float32, which are one type in the graph, another name for a value; of 8-bit
/// numbers to indices a part of a table lookup; `Cast` of the graph between other types.
enum CastMapping: OperatorReading, OperatorWriting {
  static let operators: [OperatorName] = ["Cast"]

  static func write(_ operation: Cast, _ node: NodeToWrite, to file: inout FileGraph) {
    let isHalf = file.precision == .float16
    let type = Onnx_TensorProto.DataType(operation.element, isHalf: isHalf).number
    file.add("Cast", node, attributes: [.integer("to", Int(type))])
  }

  /// Whether a node may be a cast of float16 or float32 to the other.
  static func mayRename(_ node: Onnx_NodeProto) -> Bool {
    let target = node.attribute.first { $0.name == "to" }
    return operators.contains(OperatorName(node.opType, domain: node.domain))
      && target.flatMap { Int32(exactly: $0.i) }
        .flatMap(Onnx_TensorProto.DataType.init(number:))?.element == .float32
  }

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
    case (_, let element?):
      let operands = try graph.operands(of: node, count: 1...1)
      graph.keepName(of: node)
      try graph.add(Cast(element), operands, for: node)
    case (_, nil):
      throw node.problem("to", "is \(target); types other than float and integers are not known")
    }
  }
}

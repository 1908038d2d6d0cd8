import Graph

/// `QuantizedUnary` and the 8-bit element-wise operators of one operand.
///
/// Other functions are tables (`TabulateFunctions`) or, where a graph is written with them, are put
/// between a `Dequantization` and a `Quantization` (`ExpandQuantization`).
enum QLinearUnaryMapping: OperatorWriting, OperatorReading {
  static let operators = [leakyRelu, sigmoid]
  static let needsFloat32 = true

  private static let leakyRelu = OperatorName.microsoft("QLinearLeakyRelu")
  private static let sigmoid = OperatorName.microsoft("QLinearSigmoid")

  static func write(
    _ operation: QuantizedUnary, _ node: NodeToWrite, to file: inout FileGraph
  ) throws(ONNXError) {
    switch operation.function {
    case .leakyRelu(let slope): file.add(leakyRelu, node, attributes: [.number("alpha", slope)])
    case .sigmoid: file.add(sigmoid, node)
    case let function:
      throw .unsupportedOperation(
        node: node.name, operation: "\(QuantizedUnary.name) \(function)")
    }
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operands = try graph.operands(of: node, count: 5, zeroPoints: [2: 0, 4: 0])
    let function: Unary.Function =
      node.type == leakyRelu.type
      ? .leakyRelu(slope: try node.number("alpha") ?? 0.01) : .sigmoid
    try graph.add(QuantizedUnary(function), operands, for: node)
  }
}

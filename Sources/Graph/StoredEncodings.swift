/// What the 8-bit values of a graph stand for.
///
/// A value does not say so itself; the operations that write and read it have its scale and zero
/// point among their operands, and those that only move or pick elements keep them.
public struct StoredEncodings {
  private var encodings: [ValueID: QuantizationEncoding] = [:]

  /// Finds the encodings of a graph's values.
  public init(of graph: Graph) {
    for node in graph.nodes {
      for operand in StoredEncodings.operands(of: node) {
        note(operand.value, scale: operand.scale, zeroPoint: operand.zeroPoint, in: graph)
      }
      pass(from: node.inputs.first, to: node.outputs, along: node)
    }
    // A table's result, for example, is known from what reads it only.
    for node in graph.nodes.reversed() {
      for output in node.outputs {
        pass(from: output, to: Array(node.inputs.prefix(1)), along: node)
      }
    }
  }

  /// The encoding of a value; nil where nothing tells it, or there are several scales.
  public subscript(value: ValueID) -> QuantizationEncoding? { encodings[value] }

  private struct Operand {
    let value: ValueID
    let scale: ValueID
    let zeroPoint: ValueID?
  }

  private mutating func note(
    _ value: ValueID, scale: ValueID, zeroPoint: ValueID?, in graph: Graph
  ) {
    let element = graph[value].type.element
    guard encodings[value] == nil, element == .uint8 || element == .int8 else { return }
    encodings[value] = QuantizationEncoding(
      element: element, scale: graph[scale].constant,
      zeroPoint: zeroPoint.flatMap { graph[$0].constant })
  }

  private mutating func pass(from known: ValueID?, to others: [ValueID], along node: Node) {
    guard StoredEncodings.keepsScale(node.operation), let known, let encoding = encodings[known]
    else { return }
    for other in others where encodings[other] == nil { encodings[other] = encoding }
  }

  private static func keepsScale(_ operation: any Operation) -> Bool {
    switch operation {
    case is MaxPool, is UpsampleNearest, is Split, is Slice, is Reshape, is Flatten, is Transpose,
      is Pad, is Concatenation:
      true
    default: false
    }
  }

  /// The 8-bit operands and results whose scales are operands too.
  private static func operands(of node: Node) -> [Operand] {
    let (inputs, outputs) = (node.inputs, node.outputs)
    func operand(_ value: ValueID, _ scale: Int) -> Operand {
      Operand(
        value: value, scale: inputs[scale],
        zeroPoint: inputs.indices.contains(scale + 1) ? inputs[scale + 1] : nil)
    }
    switch node.operation {
    case is Quantization: return [operand(outputs[0], 1)]
    case is Dequantization: return [operand(inputs[0], 1)]
    case is QuantizedConvolution: return [operand(inputs[0], 1), operand(outputs[0], 6)]
    case is QuantizedUnary, is QuantizedAveragePool, is QuantizedGlobalAveragePool:
      return [operand(inputs[0], 1), operand(outputs[0], 3)]
    case is QuantizedBinary:
      return [operand(inputs[0], 1), operand(inputs[3], 4), operand(outputs[0], 6)]
    case is QuantizedConcatenation:
      let parts = stride(from: 2, to: inputs.count, by: 3).map { operand(inputs[$0], $0 + 1) }
      return parts + [operand(outputs[0], 0)]
    default: return []
    }
  }
}

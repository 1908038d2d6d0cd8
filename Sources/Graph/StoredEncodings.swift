/// What the quantized values of a graph stand for.
///
/// A value does not say so itself; the operations that write and read it have its scale and zero
/// point among their operands, and those that only move or pick elements keep them.
public struct StoredEncodings {
  private var encodings: [ValueID: QuantizationEncoding] = [:]

  /// Finds the encodings of a graph's values.
  public init(of graph: Graph) {
    for node in graph.nodes {
      for tensor in node.stored { note(tensor, in: graph) }
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

  private mutating func note(_ tensor: Node.Stored, in graph: Graph) {
    let element = graph[tensor.value].type.element
    guard encodings[tensor.value] == nil, element.isActivation else { return }
    encodings[tensor.value] = QuantizationEncoding(
      element: element, scale: graph[tensor.scale].constant,
      zeroPoint: tensor.zeroPoint.flatMap { graph[$0].constant })
  }

  private mutating func pass(from known: ValueID?, to others: [ValueID], along node: Node) {
    guard node.operation.elements.keepsScale, let known, let encoding = encodings[known]
    else { return }
    for other in others where encodings[other] == nil { encodings[other] = encoding }
  }
}

/// Puts dequantization, function and quantization in the place of quantized operations that ONNX
/// has no operator for: element-wise functions other than leaky ReLU and sigmoid, and average pools
/// with dilations.
///
/// Requires: a valid graph. Ensures: real numbers before rounding are those of the quantized
/// operation; values keep their names, and the quantization has the name of the node that it stands
/// for. `FoldQuantization` makes it one node again.
public struct ExpandQuantization: Pass {
  /// Creates the pass.
  public init() {}

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard graph.nodes.contains(where: { function(of: $0) != nil }) else { return false }
    var rewriter = GraphRewriter(graph)
    for node in graph.nodes {
      guard let function = function(of: node) else {
        try rewriter.copy(node)
        continue
      }
      var operands: [ValueID] = []
      for input in node.inputs { operands.append(try rewriter.value(input, readBy: node.name)) }
      let real = try rewriter.add(
        Dequantization(), Array(operands[..<3]), name: "\(node.name)_operand", origin: node.origin)
      let result = try rewriter.add(
        function, [real], name: "\(node.name)_result", origin: node.origin)
      try rewriter.copy(node, operation: Quantization(), inputs: [result] + operands[3...])
    }
    graph = try rewriter.finish()
    return true
  }

  /// The operation on real numbers; nil for what stays.
  private func function(of node: Node) -> (any Operation)? {
    switch node.operation {
    case let unary as QuantizedUnary:
      switch unary.function {
      case .leakyRelu, .sigmoid: nil
      default: Unary(unary.function)
      }
    case let pool as QuantizedAveragePool:
      pool.window.dilation == Extent2D(1) ? nil : AveragePool(window: pool.window)
    default: nil
    }
  }
}

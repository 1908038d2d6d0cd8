/// Puts dequantizations, the operation on real numbers and a quantization in the place of quantized
/// operations that a set of operators lacks.
///
/// Requires: a valid graph. Ensures: real numbers before rounding are those of the quantized
/// operation; values keep their names, and the quantization has the name of the node that it stands
/// for. `FoldQuantization` makes it one node again.
public struct ExpandQuantization: Pass {
  /// Operators on stored numbers.
  public enum Domain: Hashable, Sendable {
    /// Those of the ONNX standard. Element-wise functions, sums and products, average pools and
    /// concatenations with scales of their own are not among them.
    case standard
    /// Those of ONNX Runtime too (`com.microsoft`). Element-wise functions other than leaky ReLU and
    /// sigmoid, and average pools with dilations, are not among them.
    case microsoft
  }

  /// The operators that may be used.
  public var domain: Domain

  /// Creates the pass.
  public init(domain: Domain = .microsoft) { self.domain = domain }

  /// The names of the nodes that become islands of real numbers, in their order.
  public func islands(in graph: Graph) -> [String] {
    graph.nodes.compactMap { island(for: $0) == nil ? nil : $0.name }
  }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard graph.nodes.contains(where: { island(for: $0) != nil }) else { return false }
    var rewriter = GraphRewriter(graph)
    for node in graph.nodes {
      guard let island = island(for: node) else {
        try rewriter.copy(node)
        continue
      }
      var values: [ValueID] = []
      for input in node.inputs { values.append(try rewriter.value(input, readBy: node.name)) }
      var operands: [ValueID] = []
      for (index, first) in island.operands.enumerated() {
        let stored = Array(values[first..<first + 3])
        operands.append(
          try rewriter.add(
            Dequantization(), stored, name: "\(node.name)_operand\(index)", origin: node.origin))
      }
      let result = try rewriter.add(
        island.operation, operands, name: "\(node.name)_result", origin: node.origin)
      let encoding = values[island.result..<island.result + 2]
      try rewriter.copy(node, operation: Quantization(), inputs: [result] + encoding)
    }
    graph = try rewriter.finish()
    return true
  }

  /// An operation on real numbers for one on stored numbers.
  private struct Island {
    var operation: any Operation
    /// Where x, x scale and x zero point of each operand begin.
    var operands = [0]
    /// Where y scale and y zero point begin.
    var result = 3
  }

  /// What stands for a node; nil for one that stays.
  private func island(for node: Node) -> Island? {
    switch (node.operation, domain) {
    case (let unary as QuantizedUnary, _) where domain == .standard || !unary.isContributed:
      Island(operation: Unary(unary.function))
    case (let pool as QuantizedAveragePool, _)
    where domain == .standard || pool.window.dilation != Extent2D(1):
      Island(operation: AveragePool(window: pool.window))
    case (is QuantizedGlobalAveragePool, .standard):
      Island(operation: GlobalAveragePool())
    case (let binary as QuantizedBinary, .standard):
      Island(operation: Binary(binary.function.real), operands: [0, 3], result: 6)
    case (let concatenation as QuantizedConcatenation, .standard):
      Island(
        operation: Concatenation(axis: concatenation.axis),
        operands: Array(stride(from: 2, to: node.inputs.count, by: 3)), result: 0)
    default: nil
    }
  }
}

extension QuantizedBinary.Function {
  /// The function of real numbers.
  fileprivate var real: Binary.Function {
    switch self {
    case .add: .add
    case .multiply: .multiply
    }
  }
}

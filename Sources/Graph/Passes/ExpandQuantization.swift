/// Puts dequantizations, the operation on real numbers and a quantization in the place of quantized
/// operations that a set of operators lacks.
///
/// Requires: a valid graph. Ensures: real numbers before rounding are those of the quantized
/// operation; values keep their names, and the quantization has the name of the node that it stands
/// for. `FoldQuantization` makes it one node again.
public struct ExpandQuantization: Pass {
  /// Operators on quantized values.
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

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.quantizationIsExpanded(domain)] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard graph.nodes.contains(where: { island(for: $0) != nil }) else { return false }
    var rewriter = GraphRewriter(graph)
    for node in graph.nodes {
      guard let island = island(for: node) else {
        try rewriter.copy(node)
        continue
      }
      // In the order of the operands, in which constants are added.
      var values: [OperandRole: ValueID] = [:]
      for (role, input) in zip(node.operandRoles, node.inputs) {
        values[role] = try rewriter.value(input, readBy: node.name)
      }
      var operands: [ValueID] = []
      for index in node.data.indices {
        operands.append(
          try rewriter.add(
            Dequantization(), OperandRole.stored(index).compactMap { values[$0] },
            name: "\(node.name)_operand\(index)", origin: node.origin))
      }
      let result = try rewriter.add(
        island, operands, name: "\(node.name)_result", origin: node.origin)
      let encoding = OperandRole.resultEncoding.compactMap { values[$0] }
      try rewriter.copy(node, operation: Quantization(), inputs: [result] + encoding)
    }
    graph = try rewriter.finish()
    return true
  }

  /// The operation on real numbers that stands for a node; nil for one that stays.
  private func island(for node: Node) -> (any Operation)? {
    switch (node.operation, domain) {
    case (let unary as QuantizedUnary, _) where domain == .standard || !unary.isContributed:
      Unary(unary.function)
    case (let pool as QuantizedAveragePool, _)
    where domain == .standard || pool.window.dilation != Extent2D(1):
      AveragePool(window: pool.window)
    case (is QuantizedGlobalAveragePool, .standard): GlobalAveragePool()
    case (let binary as QuantizedBinary, .standard): Binary(binary.function.real)
    case (let concatenation as QuantizedConcatenation, .standard):
      Concatenation(axis: concatenation.axis)
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

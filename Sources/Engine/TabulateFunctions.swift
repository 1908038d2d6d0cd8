import Graph

/// Puts tables in the place of element-wise functions of 8-bit numbers that ONNX has no operator
/// for: all but leaky ReLU and sigmoid.
///
/// Requires: a valid graph. Ensures: tables have the results that the engine computes for each
/// quantized value, so that outputs stay bit for bit; values keep their names. Functions whose scales
/// are not constants stay.
///
/// It belongs to the engine because its kernels define what a quantized function gives.
public struct TabulateFunctions: Pass {
  /// Creates the pass.
  public init() {}

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    let tables = graph.nodes.map { table(of: $0, in: graph) }
    guard tables.contains(where: { $0 != nil }) else { return false }
    var rewriter = GraphRewriter(graph)
    for (node, table) in zip(graph.nodes, tables) {
      guard let table else {
        try rewriter.copy(node)
        continue
      }
      let x = try rewriter.value(node[.x], readBy: node.name)
      let constant = rewriter.addConstant("\(node.name)_table", table)
      try rewriter.copy(node, operation: TableLookup(), inputs: [x, constant])
    }
    graph = try rewriter.finish()
    return true
  }

  /// The table that stands for a node; nil for one that stays.
  private func table(of node: Node, in graph: Graph) -> Tensor? {
    guard let unary = node.operation as? QuantizedUnary, !unary.isContributed,
      let table = ByteTable(node, in: graph), let shape = try? Shape([TableLookup.entryCount])
    else { return nil }
    let buffer = TensorBuffer(byteCount: table.bytes.count) { $0.copyBytes(from: table.bytes) }
    return Tensor(type: TensorType(graph[node[.x]].type.element, shape), buffer: buffer)
  }
}

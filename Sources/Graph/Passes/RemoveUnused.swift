/// Removes nodes whose results reach no output, and constants that nothing reads.
///
/// Requires: a valid graph. Ensures: every node and constant reaches an output or, where asked for,
/// the output of a darknet layer; layer outputs that went away are no longer listed.
public struct RemoveUnused: Pass {
  /// Whether what computes the output of a darknet layer stays, though the network's outputs do not
  /// depend on it.
  public var keepsLayerOutputs: Bool

  /// Creates the pass.
  public init(keepsLayerOutputs: Bool) { self.keepsLayerOutputs = keepsLayerOutputs }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    var needed = Set(graph.outputs)
    if keepsLayerOutputs { needed.formUnion(graph.layerOutputs.values) }
    var isKept = Array(repeating: false, count: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated().reversed()
    where node.outputs.contains(where: needed.contains) {
      isKept[index] = true
      needed.formUnion(node.inputs)
    }
    let hasUnusedConstant = graph.values.indices.contains { index in
      graph.values[index].constant != nil && !needed.contains(ValueID(index))
    }
    guard hasUnusedConstant || isKept.contains(false) else { return false }
    var rewriter = GraphRewriter(graph)
    for (node, isKept) in zip(graph.nodes, isKept) where isKept { try rewriter.copy(node) }
    graph = try rewriter.finish()
    return true
  }
}

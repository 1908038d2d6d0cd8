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

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> {
    [.nothingIsUnused(layerOutputsCount: keepsLayerOutputs)]
  }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    let needs = needs(of: graph)
    guard needs.areLessThanAll else { return false }
    var rewriter = GraphRewriter(graph)
    for (node, isKept) in zip(graph.nodes, needs.isKept) where isKept { try rewriter.copy(node) }
    graph = try rewriter.finish()
    return true
  }

  /// Whether there is anything that the pass would remove.
  func hasUnused(in graph: Graph) -> Bool { needs(of: graph).areLessThanAll }

  private func needs(of graph: Graph) -> (isKept: [Bool], areLessThanAll: Bool) {
    var needed = Set(graph.allOutputs)
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
    return (isKept, hasUnusedConstant || isKept.contains(false))
  }
}

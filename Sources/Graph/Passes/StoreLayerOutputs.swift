/// Lets stored values stand for outputs of darknet layers where only a dequantization that nothing
/// reads made real numbers of them.
///
/// Requires: a valid graph. Ensures: what the graph computes stays; a layer's output is then the
/// quantized value, whose encoding `StoredEncodings` finds, and the dequantization is unused.
public struct StoreLayerOutputs: Pass {
  /// Creates the pass.
  public init() {}

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    let read = Set(graph.nodes.flatMap(\.inputs) + graph.allOutputs)
    var stored: [ValueID: ValueID] = [:]
    for node in graph.nodes
    where node.operation is Dequantization && !read.contains(node.outputs[0]) {
      guard graph[node[.scale(of: .x)]].type.shape.count == 1 else { continue }
      stored[node.outputs[0]] = node[.x]
    }
    guard graph.layerOutputs.values.contains(where: { stored[$0] != nil }) else { return false }
    graph.layerOutputs = graph.layerOutputs.mapValues { stored[$0] ?? $0 }
    return true
  }
}

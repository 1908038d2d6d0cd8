/// Puts a slice for each part in the place of a split, for runtimes that have no split.
///
/// Requires nothing. Ensures: no `Split` is left; values keep their names.
public struct SplitsToSlices: Pass {
  /// Creates the pass.
  public init() {}

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard graph.nodes.contains(where: { $0.operation is Split }) else { return false }
    var rewriter = GraphRewriter(graph)
    for node in graph.nodes {
      guard let split = node.operation as? Split else {
        try rewriter.copy(node)
        continue
      }
      var start = 0
      for (output, size) in zip(node.outputs, split.sizes) {
        let part = Node(
          name: "\(graph[output].name)_slice",
          operation: Slice(axis: split.axis, start: start, end: start + size), inputs: node.inputs,
          outputs: [output], origin: node.origin)
        try rewriter.copy(part)
        start += size
      }
    }
    graph = try rewriter.finish()
    return true
  }
}

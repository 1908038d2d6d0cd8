/// Puts a slice for each part in the place of a split, for runtimes that have no split.
///
/// Requires nothing. Ensures: no `Split` is left, or none of dequantized values with parts that nothing
/// reads; values keep their names.
public struct SplitsToSlices: Pass {
  /// Whether only splits of dequantized values go of which some part is read by nothing.
  public var isForFolding: Bool

  /// Creates the pass.
  public init(isForFolding: Bool = false) { self.isForFolding = isForFolding }

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    var read = Set(graph.allOutputs).union(graph.layerOutputs.values)
    for node in graph.nodes { read.formUnion(node.inputs) }
    let dequantized = Set(
      graph.nodes.filter { $0.operation is Dequantization }.flatMap(\.outputs))
    let going = graph.nodes.map { node in
      guard node.operation is Split else { return false }
      return !isForFolding
        || dequantized.contains(node.inputs[0]) && !node.outputs.allSatisfy(read.contains)
    }
    guard going.contains(true) else { return false }
    var rewriter = GraphRewriter(graph)
    for (node, isGoing) in zip(graph.nodes, going) {
      guard isGoing, let split = node.operation as? Split else {
        try rewriter.copy(node)
        continue
      }
      var start = 0
      for (output, size) in zip(node.outputs, split.sizes) {
        let part = Node(
          name: "\(graph[output].name)_slice",
          operation: Slice(axis: split.axis, start: start, end: start + size), inputs: node.inputs,
          outputs: [output], origin: node.origin)
        if read.contains(output) { try rewriter.copy(part) }
        start += size
      }
    }
    graph = try rewriter.finish()
    return true
  }
}

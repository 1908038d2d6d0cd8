import Graph

/// Where a graph's detection heads end: the chains of convolution and functions, and the nodes that
/// put split heads together again.
struct HeadValues {
  /// The chains in front of the outputs, those of split heads one after the other.
  private(set) var chains: [HeadChain] = []
  /// The positions of the nodes that put parts together.
  private(set) var reassembly: Set<Int> = []

  /// Finds the heads, and the convolutions in front of outputs of networks without heads.
  init(of graph: Graph) {
    let reads = graph.readCounts
    for output in graph.outputs {
      if let chain = HeadChain(to: output, in: graph, reads: reads) {
        chains.append(chain)
      } else if let (parts, nodes) = HeadValues.parts(of: output, in: graph) {
        let found = parts.compactMap { HeadChain(to: $0, in: graph, reads: reads, readers: 1) }
        guard found.count == parts.count else { continue }
        chains += found
        reassembly.formUnion(nodes)
      }
    }
  }

  /// What `SplitHeads` leaves: parts, reshaped, concatenated and reshaped.
  private static func parts(
    of output: ValueID, in graph: Graph
  ) -> (parts: [ValueID], nodes: [Int])? {
    func producer(_ value: ValueID) -> Int? {
      graph.nodes.lastIndex { $0.outputs.contains(value) }
    }
    guard let last = producer(output), graph.nodes[last].operation is Reshape,
      let whole = producer(graph.nodes[last].inputs[0]),
      graph.nodes[whole].operation is Concatenation
    else { return nil }
    var parts: [ValueID] = []
    var nodes = [last, whole]
    for input in graph.nodes[whole].inputs {
      guard let planes = producer(input), graph.nodes[planes].operation is Reshape else {
        return nil
      }
      nodes.append(planes)
      parts.append(graph.nodes[planes].inputs[0])
    }
    return (parts, nodes)
  }
}

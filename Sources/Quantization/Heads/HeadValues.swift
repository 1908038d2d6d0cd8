import Graph

/// Where a graph's detection heads end: the chains of convolution and functions, and the nodes that
/// put split heads together again.
struct HeadValues {
  /// The chains in front of the outputs, those of split heads one after the other.
  private(set) var chains: [HeadChain] = []
  /// The positions of the nodes that put parts together, or make a head's own numbers of stored ones.
  private(set) var reassembly: Set<Int> = []

  /// Finds the heads, and the convolutions in front of outputs of networks without heads.
  init(of graph: Graph) {
    let reads = graph.readCounts
    for output in graph.outputs {
      if let chain = HeadChain(to: output, in: graph, reads: reads) {
        chains.append(chain)
      } else if let (even, nodes) = HeadValues.even(of: output, in: graph),
        let chain = HeadChain(to: even, in: graph, reads: reads, readers: 1)
      {
        chains.append(chain)
        reassembly.formUnion(nodes)
      } else if let (parts, nodes) = HeadValues.parts(of: output, in: graph) {
        let found = parts.compactMap { HeadChain(to: $0, in: graph, reads: reads, readers: 1) }
        guard found.count == parts.count else { continue }
        chains += found
        reassembly.formUnion(nodes)
      }
    }
  }

  /// What `EvenHeads` leaves: a convolution's result, multiplied by and added to constants.
  private static func even(of output: ValueID, in graph: Graph) -> (even: ValueID, nodes: [Int])? {
    var value = output
    var nodes: [Int] = []
    for function in [Binary.Function.add, .multiply] {
      guard let index = graph.nodes.lastIndex(where: { $0.outputs.contains(value) }),
        (graph.nodes[index].operation as? Binary)?.function == function,
        graph[graph.nodes[index][.data(1)]].constant != nil
      else { return nil }
      nodes.append(index)
      value = graph.nodes[index][.data(0)]
    }
    return (value, nodes)
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

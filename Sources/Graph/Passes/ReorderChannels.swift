/// Lets a float network take the three channels of its image in another order.
///
/// The filters that read the image are reordered, so that the network costs what it did before; where
/// something else reads it, the channels are put back in order in front of it.
///
/// Requires: one input, an image of three channels in planes. Ensures: `contract.input` has the order.
public struct ReorderChannels: Pass {
  private let order: InputForm.Order

  /// Creates the pass.
  public init(_ order: InputForm.Order) { self.order = order }

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.inputHasOrder(order)] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard let contract = graph.contract.input, contract.channels == 3,
      contract.form.order != order, let input = graph.inputs.first, graph.inputs.count == 1
    else { return false }
    let readers = graph.nodes.indices.filter { graph.nodes[$0].inputs.contains(input) }
    if !graph.allOutputs.contains(input), readers.allSatisfy({ reordered($0, in: graph) != nil }) {
      for reader in readers {
        guard let filters = reordered(reader, in: graph),
          let position = graph.nodes[reader].operandRoles.firstIndex(of: .filters)
        else { continue }
        let old = graph.nodes[reader].inputs[position]
        let name = graph[old].name
        graph.rename(old, to: "\(name)_rgb")
        graph.nodes[reader].inputs[position] = graph.addConstant(
          name, filters, origin: graph[old].origin)
      }
      try PassPipeline([RemoveUnused(keepsLayerOutputs: true)]).apply(to: &graph)
    } else {
      try reorderInFront(of: readers, input, in: &graph)
    }
    graph.contract.input?.form.order = order
    return true
  }

  /// The filters of a convolution that reads the image, for the other order; nil for other nodes.
  private func reordered(_ reader: Int, in graph: Graph) -> Tensor? {
    let node = graph.nodes[reader]
    guard let convolution = node.operation as? Convolution, convolution.groups == 1,
      let filters = graph[node[.filters]].constant, filters.type.element == .float32,
      filters.shape.rank == 4, filters.shape[1] == 3
    else { return nil }
    let all = filters.elements(Float.self)
    let plane = filters.shape[2] * filters.shape[3]
    var result: [Float] = []
    result.reserveCapacity(all.count)
    for filter in 0..<filters.shape[0] {
      for channel in [2, 1, 0] {
        let start = (filter * 3 + channel) * plane
        result += all[start..<start + plane]
      }
    }
    return Tensor(result, shape: filters.shape)
  }

  private func reorderInFront(
    of readers: [Int], _ input: ValueID, in graph: inout Graph
  ) throws(GraphError) {
    let name = graph[input].name
    let count = graph.nodes.count
    let parts = try graph.addNode(
      "\(name)_channels", Split(axis: 1, sizes: [1, 1, 1]), [input])
    let ordered = try graph.add(
      Concatenation(axis: 1), parts.reversed(), name: "\(name)_ordered")
    for reader in readers {
      graph.nodes[reader].inputs = graph.nodes[reader].inputs.map { $0 == input ? ordered : $0 }
    }
    graph.moveToFront(nodesFrom: count)
  }
}

extension Graph {
  /// Lets the nodes that were added last be computed first.
  mutating func moveToFront(nodesFrom count: Int) {
    nodes = Array(nodes[count...] + nodes[..<count])
  }
}

import Graph

/// A float network and everything that is decided about its stored form.
struct Scheme {
  /// Which values are stored and which nodes run on stored numbers.
  var plan: StoragePlan
  /// How each stored value is stored.
  var encodings: [ValueID: QuantizationEncoding]
  /// The stored filters of convolutions, by node.
  var filters: [Int: QuantizedFilters] = [:]
  /// The real biases of convolutions, by node, where they differ from the network's.
  var biases: [Int: [Float]] = [:]

  /// The float network.
  var graph: Graph { plan.graph }

  /// The real bias of a convolution: what is decided, what the network has, or zeros.
  func bias(of node: Int) -> [Float] {
    if let bias = biases[node] { return bias }
    let inputs = graph.nodes[node].inputs
    guard inputs.count > 2, let bias = graph[inputs[2]].constant else {
      return Array(repeating: 0, count: graph[inputs[1]].type.shape[0])
    }
    return bias.elements()
  }
}

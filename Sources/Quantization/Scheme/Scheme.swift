import Graph

/// A float network and everything that is decided about its stored form.
struct Scheme {
  /// Which values are stored and which nodes run on quantized values.
  var plan: StoragePlan
  /// How each stored value is stored, or read by nodes of 8 bits where it is stored in 16.
  var encodings: [ValueID: QuantizationEncoding]
  /// What has 16 bits where the rest has 8.
  var wide = WideLayers()
  /// The stored filters and biases of convolutions, by node.
  private(set) var layers: [Int: IntegerFilters] = [:]
  /// What the biases of these convolutions are before they are rounded.
  private(set) var realBiases: [Int: [Float]] = [:]

  init(plan: StoragePlan, encodings: [ValueID: QuantizationEncoding]) {
    self.plan = plan
    self.encodings = encodings
  }

  /// The float network.
  var graph: Graph { plan.graph }

  /// How a value is stored; nil for one that is not.
  func storage(of value: ValueID) -> QuantizationEncoding? {
    wide.encodings[value] ?? encodings[value]
  }

  /// How a node on quantized values reads a stored value.
  func encoding(of value: ValueID, readBy node: Int) -> QuantizationEncoding? {
    wide.nodes.contains(node)
      ? wide.encodings[value] ?? encodings[value].map(wide.widened) : encodings[value]
  }

  /// How a convolution reads its input.
  private func input(of node: Int) -> QuantizationEncoding? {
    encoding(of: graph.nodes[node][.x], readBy: node)
  }

  /// The filters of a convolution, [M, C / groups, kernel height, kernel width].
  func weights(of node: Int) -> [Float] {
    graph[graph.nodes[node][.filters]].constant?.elements() ?? []
  }

  /// The bias of a convolution, zeros where it has none.
  func bias(of node: Int) -> [Float] {
    let node = graph.nodes[node]
    guard let bias = node.operand(.bias).flatMap({ graph[$0].constant }) else {
      return Array(repeating: 0, count: graph[node[.filters]].type.shape[0])
    }
    return bias.elements()
  }

  /// How the filters of a convolution are rounded.
  ///
  /// Where sums are requantized by shifts, x scale · filter scale / y scale is a power of two.
  func weightQuantizer(of node: Int, _ options: QuantizationOptions) -> WeightQuantizer {
    guard options.requantization == .shift, let x = encodings[graph.nodes[node][.x]],
      let y = encodings[plan.storedResult(of: node)]
    else { return options.weightQuantizer(unit: nil) }
    return options.weightQuantizer(unit: y.scale / x.scale)
  }

  /// Takes filters for a convolution, with scales raised where sums would leave 32 bits.
  mutating func store(
    _ filters: QuantizedFilters, bias: [Float], of node: Int, _ options: QuantizationOptions
  ) {
    guard let input = input(of: node) else { return }
    realBiases[node] = bias
    layers[node] = weightQuantizer(of: node, options)
      .integers(filters, weights: weights(of: node), bias: bias, input: input)
  }

  /// What the stored biases of a convolution lack if they take up the mean error of its input.
  func biasErrors(
    of node: Int, _ moments: PatchMoments, _ options: QuantizationOptions
  ) -> [Float] {
    guard let layer = layers[node], let input = input(of: node) else { return [] }
    let (weights, bias) = (weights(of: node), bias(of: node))
    let columns = layer.filters.columns
    let float = moments.floatMean ?? moments.mean
    let perGroup = layer.filters.channels / moments.geometry.groups
    let moved = bias.indices.map { channel in
      let place = channel / perGroup * columns
      return (0..<columns).reduce(bias[channel]) { sum, column in
        let change = float[place + column] - moments.mean[place + column]
        return sum + weights[channel * columns + column] * change
      }
    }
    let stored = weightQuantizer(of: node, options)
      .integers(layer.filters, weights: weights, bias: moved, input: input)
    return bias.indices.map { channel in
      let scale = stored.biasScales[stored.biasScales.count == 1 ? 0 : channel]
      return bias[channel] - Float(stored.biases[channel]) * scale
    }
  }

  /// Rounds filters to the nearest numbers.
  ///
  /// - Parameter nodes: the convolutions; nil for all.
  mutating func roundFilters(_ options: QuantizationOptions, of nodes: [Int]? = nil) {
    for node in nodes ?? plan.convolutions {
      let bias = bias(of: node)
      let filters = weightQuantizer(of: node, options)
        .quantized(weights(of: node), channels: bias.count)
      store(filters, bias: bias, of: node, options)
    }
  }

  /// The same with one more leaky ReLU as the sum of two sides.
  func addingDual(_ leaky: Int, _ options: QuantizationOptions) -> Scheme {
    var scheme = self
    scheme.plan = StoragePlan(graph, options: options, duals: Set(plan.duals.keys).union([leaky]))
    scheme.encodings = encodings.filter { scheme.plan.stored.contains($0.key) }
    // With shifts, filters have scales for how their result is stored.
    if let convolution = scheme.plan.duals[leaky] {
      scheme.roundFilters(options, of: [convolution])
    }
    return scheme
  }

  /// The same with some more convolutions in float.
  func keepingInFloat(_ nodes: Set<Int>, _ options: QuantizationOptions) -> Scheme {
    var scheme = self
    scheme.plan = StoragePlan(
      graph, options: options, floatLayers: plan.floatLayers.union(nodes),
      duals: Set(plan.duals.keys))
    scheme.encodings = encodings.filter { scheme.plan.stored.contains($0.key) }
    scheme.layers = layers.filter { !nodes.contains($0.key) }
    scheme.realBiases = realBiases.filter { !nodes.contains($0.key) }
    return scheme
  }
}

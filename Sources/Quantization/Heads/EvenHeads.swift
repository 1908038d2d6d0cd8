import Graph

/// Lets every part of a detection head use all numbers of one 8-bit tensor with a single scale.
///
/// Channels of the last convolution are multiplied and shifted so that positions, sizes, objectness and
/// classes have the same range; a multiplication and an addition of constants behind the stored tensor,
/// in float, make darknet's numbers of them again. So a head with one scale is stored as finely as one
/// with a scale for each part.
struct EvenHeads {
  /// What is done to the channels of a convolution: y = factor · x + shift.
  struct Channels {
    /// One for each output channel, above 0.
    private(set) var factors: [Float]
    /// One for each output channel.
    private(set) var shifts: [Float]
    /// How the convolution's result is stored.
    let encoding: QuantizationEncoding
    /// A channel of each part, by the part's label.
    let places: [String: Int]

    /// Chooses.
    ///
    /// - Parameter parts: what each part is called, its channels, and how it would be stored by itself.
    init(
      _ parts: [(label: String, channels: [Int], encoding: QuantizationEncoding)], count: Int,
      form: EncodingForm
    ) {
      let limits = QuantizationEncoding.limits(of: form.element)
      encoding = QuantizationEncoding(
        element: form.element,
        scale: form.scale(notBelow: parts.reduce(0) { max($0, $1.encoding.scale) }),
        zeroPoint: (limits.lowerBound + limits.upperBound + 1) / 2)
      factors = Array(repeating: 1, count: count)
      shifts = Array(repeating: 0, count: count)
      places = parts.reduce(into: [:]) { $0[$1.label] = $1.channels.first }
      for part in parts {
        // What stands for a number in the part's own encoding does so in that of the tensor.
        let factor = encoding.scale / part.encoding.scale
        let shift = encoding.scale * Float(part.encoding.zeroPoint - encoding.zeroPoint)
        for channel in part.channels { (factors[channel], shifts[channel]) = (factor, shift) }
      }
    }
  }

  /// What is done, by the position of the convolution.
  private(set) var heads: [Int: Channels] = [:]

  /// Finds heads that a convolution alone computes.
  ///
  /// - Parameters:
  ///   - form: which encodings the stored tensor may have.
  ///   - part: how a part would be stored by itself, by the name of its value in the split network.
  init(
    of graph: Graph, form: EncodingForm, part: (String) -> QuantizationEncoding?
  ) {
    guard graph.contract.outputForm == .raw, graph.contract.heads.count == graph.outputs.count
    else { return }
    let reads = graph.readCounts
    for (head, output) in zip(graph.contract.heads, graph.outputs) {
      guard let entries = HeadEntries(of: head),
        let chain = HeadChain(to: output, in: graph, reads: reads), chain.functions.isEmpty,
        graph[output].type.shape.dimensions[1] == entries.anchors * entries.count
      else { continue }
      let node = graph.nodes[chain.convolution]
      let parts = entries.parts.compactMap { item in
        part("\(node.name)_\(item.label)").map { (item.label, entries.channels(of: item), $0) }
      }
      guard parts.count == entries.parts.count else { continue }
      heads[chain.convolution] = Channels(
        parts, count: entries.anchors * entries.count, form: form)
    }
  }

  /// What the stored result of a convolution is called.
  static func name(of convolution: Node) -> String { "\(convolution.name)_even" }

  /// The network with these channels.
  func applied(to graph: Graph) throws(GraphError) -> Graph {
    var rewriter = GraphRewriter(graph)
    for (index, node) in graph.nodes.enumerated() {
      guard let channels = heads[index] else {
        try rewriter.copy(node)
        continue
      }
      var operands = [try rewriter.value(node[.x], readBy: node.name)]
      let filters = graph[node[.filters]].constant?.elements(Float.self) ?? []
      let row = filters.count / max(channels.factors.count, 1)
      let scaled = filters.enumerated().map { $1 * channels.factors[$0 / max(row, 1)] }
      let bias = node.operand(.bias).flatMap { graph[$0].constant?.elements(Float.self) }
      let moved = channels.factors.indices.map { channel in
        (bias?[channel] ?? 0) * channels.factors[channel] + channels.shifts[channel]
      }
      operands += [
        rewriter.addConstant(
          "\(node.name)_even_filters", Tensor(scaled, shape: graph[node[.filters]].type.shape)),
        rewriter.addConstant("\(node.name)_even_bias", .row(moved)),
      ]
      let even = try rewriter.add(
        node.operation, operands, name: EvenHeads.name(of: node), origin: node.origin)
      let inverse = rewriter.addConstant(
        "\(node.name)_even_factors", .channels(channels.factors.map { 1 / $0 }))
      let divided = try rewriter.add(
        Binary(.multiply), [even, inverse], name: "\(node.name)_even_divided", origin: node.origin)
      let shifts = rewriter.addConstant(
        "\(node.name)_even_shifts",
        .channels(zip(channels.factors, channels.shifts).map { -$1 / $0 }))
      try rewriter.copy(node, operation: Binary(.add), inputs: [divided, shifts])
    }
    return try rewriter.finish()
  }

  /// What the results of the last convolutions hold, from what was counted of the parts.
  func histogram(of node: Int, in graph: Graph, counts: [String: Histogram]) -> Histogram {
    guard let channels = heads[node] else { return Histogram() }
    var whole = Histogram()
    for label in HeadEntries.labels.sorted() {
      guard let place = channels.places[label],
        let part = counts["\(graph.nodes[node].name)_\(label)"]
      else { continue }
      let (factor, shift) = (channels.factors[place], channels.shifts[place])
      whole.merge(part.mapped { $0 * factor + shift })
    }
    return whole
  }
}

import Graph

/// Writes a scheme out as a graph: every stored value becomes a pair of quantization and
/// dequantization, filters and biases become stored constants.
///
/// Inputs, outputs and layer outputs keep their names: what is dequantized stands for the float
/// value. `FoldQuantization` makes operations on quantized values of the result.
struct Emitter {
  private let scheme: Scheme
  private let graph: Graph
  private let emitsSums: Bool
  private var rewriter: GraphRewriter
  /// The quantized values, by the value of the float network.
  private var stored: [ValueID: ValueID] = [:]
  private var constants: [QuantizationEncoding: (scale: ValueID, zeroPoint: ValueID)] = [:]

  private init(_ scheme: Scheme, _ graph: Graph, emitsSums: Bool) {
    self.scheme = scheme
    self.graph = graph
    self.emitsSums = emitsSums
    rewriter = GraphRewriter(graph)
  }

  /// The graph.
  ///
  /// - Parameters:
  ///   - outputs: values of the float network to give instead of its outputs.
  ///   - emitsSums: whether heads in whole sums become integer convolutions, rather than float
  ///     convolutions of dequantized operands.
  static func graph(
    of scheme: Scheme, giving outputs: [ValueID]?, emitsSums: Bool
  ) throws(GraphError) -> Graph {
    let graph = outputs.map { scheme.graph.giving($0) } ?? scheme.graph
    var emitter = Emitter(scheme, graph, emitsSums: emitsSums)
    return try emitter.emit()
  }

  private mutating func emit() throws(GraphError) -> Graph {
    for input in graph.inputs {
      guard let encoding = scheme.encodings[input] else { continue }
      let name = graph[input].name
      let real = try rewriter.value(input, readBy: name)
      let numbers = try quantize(real, encoding, name: name, origin: nil)
      stored[input] = numbers
      let (scale, zeroPoint) = constants(for: encoding, name: name)
      let dequantized = try rewriter.add(
        Dequantization(), [numbers, scale, zeroPoint], name: "\(name)_dequantized", origin: nil)
      rewriter.replace(input, by: dequantized)
    }
    for (index, node) in graph.nodes.enumerated() {
      let isStored = node.outputs.map { scheme.encodings[$0] != nil }
      let names = zip(node.outputs, isStored).map { output, isStored in
        isStored ? "\(graph[output].name)_real" : graph[output].name
      }
      try copy(node, at: index, outputNames: names)
      for output in node.outputs { try store(output, of: node) }
    }
    return try rewriter.finish()
  }

  // MARK: Nodes

  private mutating func copy(
    _ node: Node, at index: Int, outputNames: [String]
  ) throws(GraphError) {
    if let layer = scheme.layers[index] {
      guard emitsSums, scheme.plan.sumHeads.contains(index) else {
        return try convolve(node, layer, outputNames: outputNames)
      }
      return try sum(node, layer)
    }
    var operands: [ValueID] = []
    for operand in node.inputs { operands.append(try rewriter.value(operand, readBy: node.name)) }
    if scheme.plan.isInteger[index], node.operation is Binary {
      for (position, operand) in node.inputs.enumerated() {
        guard let constant = graph[operand].constant else { continue }
        operands[position] = try dequantized(constant, named: graph[operand].name)
      }
    }
    try rewriter.copy(node, inputs: operands, outputNames: outputNames)
  }

  /// Adds the pair that stands for a stored value.
  private mutating func store(_ value: ValueID, of node: Node) throws(GraphError) {
    guard let encoding = scheme.encodings[value] else { return }
    let name = graph[value].name
    let real = try rewriter.value(value, readBy: node.name)
    let numbers = try quantize(real, encoding, name: name, origin: node.origin)
    stored[value] = numbers
    let (scale, zeroPoint) = constants(for: encoding, name: name)
    // Under the float value's own name, so that it stands for it in outputs and layers.
    let pair = Node(
      name: "\(name)_dequantized", operation: Dequantization(), inputs: [], outputs: [value],
      origin: node.origin)
    try rewriter.copy(pair, inputs: [numbers, scale, zeroPoint])
  }

  private mutating func quantize(
    _ real: ValueID, _ encoding: QuantizationEncoding, name: String, origin: Origin?
  ) throws(GraphError) -> ValueID {
    let (scale, zeroPoint) = constants(for: encoding, name: name)
    return try rewriter.add(
      Quantization(), [real, scale, zeroPoint], name: "\(name)_quantized", origin: origin)
  }

  private mutating func constants(
    for encoding: QuantizationEncoding, name: String
  ) -> (scale: ValueID, zeroPoint: ValueID) {
    if let known = constants[encoding] { return known }
    let pair = (
      rewriter.addConstant("\(name)_scale", Tensor(scalar: encoding.scale)),
      rewriter.addConstant("\(name)_zero_point", encoding.zeroPointTensor)
    )
    constants[encoding] = pair
    return pair
  }

  private mutating func dequantized(
    _ constant: Tensor, named name: String
  ) throws(GraphError) -> ValueID {
    let element = scheme.encodings.values.first?.element ?? .uint8
    let encoding = QuantizationEncoding(covering: constant, element: element)
    let numbers = rewriter.addConstant("\(name)_quantized", encoding.stored(constant))
    let (scale, zeroPoint) = constants(for: encoding, name: name)
    return try rewriter.add(
      Dequantization(), [numbers, scale, zeroPoint], name: "\(name)_dequantized", origin: nil)
  }

  // MARK: Convolutions

  /// A convolution of dequantized operands.
  private mutating func convolve(
    _ node: Node, _ layer: IntegerFilters, outputNames: [String]
  ) throws(GraphError) {
    let filters = layer.filters
    let name = graph[node[.filters]].name
    let stored = rewriter.addConstant(
      "\(name)_quantized",
      Tensor(filters.values, shape: graph[node[.filters]].type.shape))
    let scale = rewriter.addConstant("\(name)_scale", filters.scaleTensor)
    let zeroPoint = rewriter.addConstant("\(name)_zero_point", filters.zeroPointTensor)
    let weights = try rewriter.add(
      Dequantization(axis: 0), [stored, scale, zeroPoint], name: "\(name)_dequantized", origin: nil)
    let units = units(of: node, filters)
    let bias = rewriter.addConstant("\(node.name)_bias_quantized", .row(layer.biases))
    let unit = rewriter.addConstant("\(node.name)_bias_scale", .list(units))
    let real = try rewriter.add(
      Dequantization(axis: 0), [bias, unit], name: "\(node.name)_bias_dequantized", origin: nil)
    let x = try rewriter.value(node[.x], readBy: node.name)
    try rewriter.copy(node, inputs: [x, weights, real], outputNames: outputNames)
  }

  /// The whole sums of a convolution, dequantized channel by channel.
  private mutating func sum(_ node: Node, _ layer: IntegerFilters) throws(GraphError) {
    let filters = layer.filters
    guard let convolution = node.operation as? Convolution,
      let x = stored[node[.x]], let encoding = scheme.encodings[node[.x]]
    else { throw .valueNotComputed(node: node.name, value: graph[node[.x]].name) }
    let name = graph[node[.filters]].name
    let weights = rewriter.addConstant(
      "\(name)_quantized",
      Tensor(filters.values, shape: graph[node[.filters]].type.shape))
    let zeroPoint = constants(for: encoding, name: graph[node[.x]].name).zeroPoint
    let products = try rewriter.add(
      IntegerConvolution(window: convolution.window, groups: convolution.groups),
      [x, weights, zeroPoint], name: "\(node.name)_products", origin: node.origin)
    let units = units(of: node, filters)
    let bias = rewriter.addConstant("\(node.name)_bias_quantized", .channels(layer.biases))
    let sums = try rewriter.add(
      Binary(.add), [products, bias], name: "\(node.name)_sums", origin: node.origin)
    let unit = rewriter.addConstant("\(node.name)_unit", .row(units))
    try rewriter.copy(node, operation: Dequantization(axis: 1), inputs: [sums, unit])
  }

  /// What one quantized value of a channel's sum stands for, a product formed in float32 as runtimes
  /// form it; one for each channel.
  private func units(of node: Node, _ filters: QuantizedFilters) -> [Float] {
    let scale = scheme.encodings[node[.x]]?.scale ?? 1
    let channels = graph[node[.filters]].type.shape[0]
    return (0..<channels).map { filters.scale(of: $0) * scale }
  }
}

extension Tensor {
  /// A tensor with one axis.
  static func row<Element: TensorElement>(_ elements: [Element]) -> Tensor {
    guard let shape = try? Shape([elements.count]) else { return Tensor(scalar: elements[0]) }
    return Tensor(elements, shape: shape)
  }

  /// A tensor [1, C, 1, 1].
  static func channels<Element: TensorElement>(_ elements: [Element]) -> Tensor {
    guard let shape = try? Shape([1, elements.count, 1, 1]) else {
      return Tensor(scalar: elements[0])
    }
    return Tensor(elements, shape: shape)
  }
}

import Graph

/// Writes a scheme out as a graph: every stored value becomes a pair of quantization and
/// dequantization, filters and biases become stored constants.
///
/// Inputs, outputs and layer outputs keep their names: what is dequantized stands for the float
/// value. `FoldQuantization` makes operations on quantized values of the result.
struct Emitter {
  private let scheme: Scheme
  private let graph: Graph
  private let options: QuantizationOptions
  private var rewriter: GraphRewriter
  /// The quantized values, by the value of the float network.
  private var stored: [ValueID: ValueID] = [:]
  /// The values that are read in the other width than they are stored in.
  private var converted: [ValueID: ValueID] = [:]
  private var constants: [QuantizationEncoding: (scale: ValueID, zeroPoint: ValueID)] = [:]
  /// The stored numbers of convolutions by name: both sides of a leaky ReLU read the same.
  private var integers: [Int: [String: ValueID]] = [:]

  private init(_ scheme: Scheme, _ options: QuantizationOptions, _ graph: Graph) {
    self.scheme = scheme
    self.graph = graph
    self.options = options
    rewriter = GraphRewriter(graph)
  }

  /// The graph.
  ///
  /// - Parameter outputs: values of the float network to give instead of its outputs.
  static func graph(
    of scheme: Scheme, _ options: QuantizationOptions, giving outputs: [ValueID]?
  ) throws(GraphError) -> Graph {
    let graph = outputs.map { scheme.graph.giving($0) } ?? scheme.graph
    var emitter = Emitter(scheme, options, graph)
    return try emitter.emit()
  }

  private mutating func emit() throws(GraphError) -> Graph {
    for input in graph.allInputs {
      guard let encoding = scheme.storage(of: input) else { continue }
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
      let isStored = node.outputs.map { scheme.storage(of: $0) != nil }
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
      guard options.format == .qoperator, scheme.plan.sumHeads.contains(index) else {
        return try convolve(index, layer, outputNames: outputNames)
      }
      return try sum(node, layer)
    }
    if let convolution = scheme.plan.duals[index] {
      return try addSides(of: node, behind: convolution, outputNames: outputNames)
    }
    var operands: [ValueID] = []
    for input in node.inputs { operands.append(try operand(input, of: index)) }
    if scheme.plan.isInteger[index], node.operation is Binary {
      for (position, operand) in node.inputs.enumerated() {
        guard let constant = graph[operand].constant else { continue }
        operands[position] = try dequantized(constant, named: graph[operand].name)
      }
    }
    var operation = node.operation
    if let unary = operation as? Unary { operation = Unary(options.stored(unary.function)) }
    try rewriter.copy(node, operation: operation, inputs: operands, outputNames: outputNames)
  }

  /// Adds the pair that stands for a stored value.
  private mutating func store(_ value: ValueID, of node: Node) throws(GraphError) {
    guard let encoding = scheme.storage(of: value) else { return }
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
    let encoding = options.encodingForm.covering(constant)
    let numbers = rewriter.addConstant("\(name)_quantized", encoding.stored(constant))
    let (scale, zeroPoint) = constants(for: encoding, name: name)
    return try rewriter.add(
      Dequantization(), [numbers, scale, zeroPoint], name: "\(name)_dequantized", origin: nil)
  }

  /// What a node reads of a value: the dequantized one; where it is stored in 8 bits and the node is of
  /// 16, or the other way round, behind another pair.
  private mutating func operand(_ value: ValueID, of index: Int) throws(GraphError) -> ValueID {
    let node = graph.nodes[index]
    let real = try rewriter.value(value, readBy: node.name)
    guard scheme.plan.isInteger[index], let storage = scheme.storage(of: value),
      let read = scheme.encoding(of: value, readBy: index), read.element != storage.element
    else { return real }
    if let known = converted[value] { return known }
    let pair = try storedAndRead(
      real, read, name: "\(graph[value].name)_\(read.element)", of: node)
    converted[value] = pair
    return pair
  }

  // MARK: Convolutions

  /// A convolution of dequantized operands.
  private mutating func convolve(
    _ index: Int, _ layer: IntegerFilters, outputNames: [String]
  ) throws(GraphError) {
    let node = graph.nodes[index]
    let operands = try operands(of: index, layer)
    try rewriter.copy(node, inputs: operands, outputNames: outputNames)
  }

  /// The dequantized operands of a convolution.
  ///
  /// - Parameters:
  ///   - factor: what the result is multiplied with, by the scales of filters and bias.
  ///   - suffix: tells the names of its constants from those without the factor.
  private mutating func operands(
    of index: Int, _ layer: IntegerFilters, times factor: Float = 1, suffix: String = ""
  ) throws(GraphError) -> [ValueID] {
    let node = graph.nodes[index]
    let filters = layer.filters
    let weights = graph[node[.filters]].name
    let numbers = integer(
      "\(weights)_quantized", of: index,
      Tensor(filters.values, shape: graph[node[.filters]].type.shape))
    let scale = rewriter.addConstant(
      "\(weights + suffix)_scale", .list(filters.scales.map { $0 * factor }))
    let zeroPoint = integer("\(weights)_zero_point", of: index, filters.zeroPointTensor)
    let dequantized = try rewriter.add(
      Dequantization(axis: 0), [numbers, scale, zeroPoint],
      name: "\(weights + suffix)_dequantized", origin: nil)
    let bias = try bias(at: index, layer, times: factor, suffix: suffix)
    return [try operand(node[.x], of: index), dequantized, bias]
  }

  /// A stored constant of a convolution.
  private mutating func integer(_ name: String, of index: Int, _ tensor: Tensor) -> ValueID {
    if let known = integers[index]?[name] { return known }
    let constant = rewriter.addConstant(name, tensor)
    integers[index, default: [:]][name] = constant
    return constant
  }

  /// A bias in the form asked for. Zero points are given although all are 0: some compilers look for
  /// them.
  private mutating func bias(
    at index: Int, _ layer: IntegerFilters, times factor: Float, suffix: String
  ) throws(GraphError) -> ValueID {
    let node = graph.nodes[index].name
    let name = node + suffix
    if options.bias == .float {
      let bias = (scheme.realBiases[index] ?? []).map { $0 * factor }
      return rewriter.addConstant("\(name)_bias", .row(bias))
    }
    let isShort = options.bias == .int8
    let bias: Tensor = isShort ? .row(layer.biases.map { Int8($0) }) : .row(layer.biases)
    let zeros = layer.biasScales.map { _ in Int32(0) }
    let operands = [
      integer("\(node)_bias_quantized", of: index, bias),
      rewriter.addConstant("\(name)_bias_scale", .list(layer.biasScales.map { $0 * factor })),
      integer(
        "\(node)_bias_zero_point", of: index,
        isShort ? .list(zeros.map { Int8($0) }) : .list(zeros)),
    ]
    return try rewriter.add(
      Dequantization(axis: 0), operands, name: "\(name)_bias_dequantized", origin: nil)
  }

  /// A leaky ReLU as the sum of what its convolution gives above 0 and, times the slope, below.
  private mutating func addSides(
    of leaky: Node, behind index: Int, outputNames: [String]
  ) throws(GraphError) {
    let convolution = graph.nodes[index]
    let function = (leaky.operation as? Unary).map { options.stored($0.function) }
    guard case .leakyRelu(let slope)? = function, let layer = scheme.layers[index],
      let result = scheme.encodings[leaky.outputs[0]]
    else { throw .valueNotComputed(node: leaky.name, value: graph[leaky.outputs[0]].name) }
    let sides = LeakySides(slope: slope, result: result)
    let real = try rewriter.value(convolution.outputs[0], readBy: leaky.name)
    let name = graph[convolution.outputs[0]].name
    let again = try rewriter.add(
      convolution.operation, try operands(of: index, layer, times: slope, suffix: "_below"),
      name: "\(name)_below", origin: convolution.origin)
    let above = try storedAndRead(real, sides.above, name: name, of: convolution)
    let below = try storedAndRead(again, sides.below, name: "\(name)_below", of: convolution)
    try rewriter.copy(
      leaky, operation: Binary(.add), inputs: [above, below], outputNames: outputNames)
  }

  /// A pair of quantization and dequantization.
  private mutating func storedAndRead(
    _ real: ValueID, _ encoding: QuantizationEncoding, name: String, of node: Node
  ) throws(GraphError) -> ValueID {
    let numbers = try quantize(real, encoding, name: name, origin: node.origin)
    let (scale, zeroPoint) = constants(for: encoding, name: name)
    return try rewriter.add(
      Dequantization(), [numbers, scale, zeroPoint], name: "\(name)_dequantized",
      origin: node.origin)
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
    let bias = rewriter.addConstant("\(node.name)_bias_quantized", .channels(layer.biases))
    let sums = try rewriter.add(
      Binary(.add), [products, bias], name: "\(node.name)_sums", origin: node.origin)
    let unit = rewriter.addConstant("\(node.name)_unit", .row(layer.biasScales))
    try rewriter.copy(node, operation: Dequantization(axis: 1), inputs: [sums, unit])
  }
}

import Graph

/// Turns a typed network and its weights into a graph.
///
/// Every darknet layer's output becomes a value named `layer_NNN`, and what a layer computes on
/// the way carries that name as prefix. Vectors (the outputs of `[connected]` and the like) are
/// maps of 1 x 1 pixel. The graph's outputs are the tensors handed to the detection heads in cfg
/// order, or the last layer's output when there are none.
public struct Lowering {
  let network: Network
  let parameters: any ParameterSource
  /// What `tree=` names.
  let tree: ClassTree?
  var graph: Graph
  /// What the next layer reads.
  var current: ValueID
  /// The recorded output of each layer so far.
  private var outputs: [ValueID] = []
  /// The images of a run; 1 when the batch is dynamic.
  let batch: Int
  private var layer: Layer
  /// The layer within a recurrent one that is being lowered, by darknet's field name.
  private var part: String?

  /// Lowers a network.
  ///
  /// - Parameters:
  ///   - parameters: the weights.
  ///   - batch: fixed or left to the caller.
  ///   - tree: of the classes, for a network that names one.
  /// - Throws: `LoweringError` naming the layer.
  public static func graph(
    of network: Network, parameters: some ParameterSource, batch: Batch = .fixed(1),
    tree: ClassTree? = nil
  ) throws(LoweringError) -> Graph {
    guard let first = network.layers.first else {
      throw .unsupported(
        layer: 0, location: network.net.location, reason: "the network has no layers")
    }
    var lowering = try Lowering(network, first, parameters, batch, tree)
    for layer in network.layers { try lowering.lower(layer) }
    lowering.chooseOutputs()
    // darknet's `classifier` crops where its `detector` fits the whole image in.
    if lowering.graph.scoreCount != nil { lowering.graph.contract.input?.fit = .crop }
    do throws(GraphError) { try lowering.graph.validate() } catch {
      throw .graph(layer: lowering.layer.index, location: lowering.layer.location, error: error)
    }
    return lowering.graph
  }

  private init(
    _ network: Network, _ first: Layer, _ parameters: any ParameterSource, _ batch: Batch,
    _ tree: ClassTree?
  ) throws(LoweringError) {
    self.network = network
    self.parameters = parameters
    self.tree = tree
    layer = first
    // Not the file's name: the same contents shall give the same model under any name.
    graph = Graph(name: "darknet")
    switch batch {
    case .fixed(let count): self.batch = count
    case .dynamic:
      self.batch = 1
      graph.isBatchDynamic = true
    }
    let input = network.net.input
    let shape: Shape
    do throws(OperationError) {
      shape = try Shape([self.batch, input.channels, input.height, input.width])
    } catch {
      throw .graph(
        layer: 0, location: network.net.location,
        error: .operandsDoNotFit(node: "input", reason: error))
    }
    current = graph.addInput("input", TensorType(.float32, shape))
    if !input.isVector {
      graph.contract.input = InputContract(
        width: input.width, height: input.height, channels: input.channels)
    }
  }

  private mutating func lower(_ layer: Layer) throws(LoweringError) {
    self.layer = layer
    guard let section = layer.section as? any LoweredSection else {
      throw unsupported("[\(layer.type)] cannot be run or exported")
    }
    let before = graph.nodes.count
    let output = try section.lower(layer, into: &self)
    // A layer that passes its input on shares the value and leaves its name.
    let isNew = graph.nodes[before...].contains { $0.outputs.contains(output) }
    if isNew || graph[output].constant != nil { graph.rename(output, to: Lowering.name(layer)) }
    outputs.append(output)
    graph.layerOutputs[layer.index] = output
  }

  private mutating func chooseOutputs() {
    guard graph.outputs.isEmpty else { return }
    // darknet's `get_network_output` passes over trailing cost layers.
    let last = network.layers.lastIndex { !($0.section is CostSection) }
    if let last { graph.outputs = [outputs[last]] }
  }

  /// `layer_NNN`.
  static func name(_ layer: Layer) -> String {
    let digits = String(layer.index)
    return "layer_" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}

// MARK: - What sections use

extension Lowering {
  /// The layers of the network.
  var layers: [Layer] { network.layers }

  /// The output of an earlier layer as darknet records it.
  func output(of index: Int) -> ValueID { outputs[index] }

  /// The shape of a value.
  func shape(_ value: ValueID) -> Shape { graph[value].type.shape }

  /// An error about the layer being lowered.
  func unsupported(_ reason: String) -> LoweringError {
    .unsupported(layer: layer.index, location: layer.location, reason: reason)
  }

  /// The name of something that the layer computes or holds.
  private func name(_ suffix: String) -> String {
    ([Lowering.name(layer), part, suffix].compactMap { $0 }).joined(separator: "_")
  }

  /// Lowers a layer within a recurrent one: what `body` adds has its name, and reads its weights.
  mutating func within<Result>(
    _ part: String, _ body: (inout Lowering) throws(LoweringError) -> Result
  ) throws(LoweringError) -> Result {
    self.part = part
    defer { self.part = nil }
    return try body(&self)
  }

  /// What the last run left of a state of the layer, 0 in the beginning.
  ///
  /// - Parameter dimensions: without the batch.
  mutating func state(_ kind: String, _ dimensions: [Int]) throws(LoweringError) -> ValueID {
    graph.addStateInput(of: name(kind), TensorType(.float32, try checked([batch] + dimensions)))
  }

  /// Leaves a state of the layer to the next run.
  mutating func keep(_ value: ValueID, as kind: String, inPlaceOf old: ValueID) {
    // The layer's output is named after the layer, afterwards.
    graph.rename(value, to: State.outputName(of: name(kind)))
    graph.states.append(State(name: name(kind), input: old, output: value))
  }

  private var origin: Origin { Origin(layer: layer.index, line: layer.location.line) }

  /// Adds an operation with one result.
  mutating func add(
    _ operation: any Operation, _ inputs: ValueID..., as suffix: String
  ) throws(LoweringError) -> ValueID {
    try add(operation, all: inputs, as: suffix)[0]
  }

  /// Adds an operation with any number of operands and results.
  mutating func add(
    _ operation: any Operation, all inputs: [ValueID], as suffix: String
  ) throws(LoweringError) -> [ValueID] {
    do throws(GraphError) {
      return try graph.addNode(name(suffix), operation, inputs, origin: origin)
    } catch {
      throw .graph(layer: layer.index, location: layer.location, error: error)
    }
  }

  /// Adds a constant.
  mutating func constant(
    _ elements: [Float], _ dimensions: [Int], as suffix: String
  ) throws(LoweringError) -> ValueID {
    let shape = try checked(dimensions)
    return graph.addConstant(name(suffix), Tensor(elements, shape: shape), origin: origin)
  }

  /// Adds a constant without axes.
  mutating func scalar(_ value: Float, as suffix: String) -> ValueID {
    graph.addConstant(name(suffix), Tensor(scalar: value), origin: origin)
  }

  /// Adds weights as a constant.
  mutating func parameter(
    _ role: WeightsRole, _ dimensions: [Int], as suffix: String
  ) throws(LoweringError) -> ValueID {
    let tensor = try parameters.tensor(
      role, of: layer, part: part, shape: try checked(dimensions))
    return graph.addConstant(name(suffix), tensor, origin: origin)
  }

  /// Multiplies with a number, unless it is 1.
  mutating func scaled(
    _ value: ValueID, by factor: Float, as suffix: String
  ) throws(LoweringError) -> ValueID {
    guard factor != 1 else { return value }
    let constant = scalar(factor, as: "\(suffix)_factor")
    return try add(Binary(.multiply), value, constant, as: suffix)
  }

  /// Adds a number, unless it is 0.
  mutating func shifted(
    _ value: ValueID, by offset: Float, as suffix: String
  ) throws(LoweringError) -> ValueID {
    guard offset != 0 else { return value }
    let constant = scalar(offset, as: "\(suffix)_offset")
    return try add(Binary(.add), value, constant, as: suffix)
  }

  /// Cuts a value along an axis.
  mutating func split(
    _ value: ValueID, axis: Int, _ sizes: [Int], as suffix: String
  ) throws(LoweringError) -> [ValueID] {
    try add(Split(axis: axis, sizes: sizes), all: [value], as: suffix)
  }

  /// A shape, checked.
  func checked(_ dimensions: [Int]) throws(LoweringError) -> Shape {
    do throws(OperationError) {
      return try Shape(dimensions)
    } catch {
      throw .graph(
        layer: layer.index, location: layer.location,
        error: .operandsDoNotFit(node: Lowering.name(layer), reason: error))
    }
  }
}

/// A section that can become operations of a graph.
protocol LoweredSection: LayerSection {
  /// Adds the layer's operations.
  ///
  /// - Returns: the value that holds the layer's output as darknet records it.
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID
}

/// Where lowering finds the weights of a layer.
public protocol ParameterSource {
  /// The numbers of one role, in the order darknet computes with ([out][in] for matrices), under
  /// the given shape; `part` is the layer within a recurrent one.
  ///
  /// - Throws: `LoweringError.parametersMissing` when there are none or not as many.
  func tensor(
    _ role: WeightsRole, of layer: Layer, part: String?, shape: Shape
  ) throws(LoweringError) -> Tensor
}

extension Lowering {
  mutating func zeros(_ layer: Layer) throws(LoweringError) -> ValueID {
    let output = layer.output
    let dimensions = [batch, output.channels, output.height, output.width]
    current = try constant(
      Array(repeating: 0, count: try checked(dimensions).count), dimensions, as: "zeros")
    return current
  }
}

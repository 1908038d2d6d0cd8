/// The network: values, and nodes in an order in which they can be computed.
///
/// The batch is always axis 0. Where `isBatchDynamic` is set, the recorded shapes are those for
/// one image and every operation carries other batches through (`rebatched(to:)`).
public struct Graph: Sendable {
  /// What the network is called; becomes the graph name in files.
  public var name: String
  /// Every tensor; `ValueID.index` is a position here.
  public internal(set) var values: [Value] = []
  /// The computation, in topological order.
  public internal(set) var nodes: [Node] = []
  /// The values a caller provides.
  public internal(set) var inputs: [ValueID] = []
  /// The values a caller receives.
  public var outputs: [ValueID] = []
  /// What is remembered between runs, in the order of the layers.
  public var states: [State] = []
  /// Whether callers may choose another batch than the recorded one.
  public var isBatchDynamic = false
  /// Whether callers may choose another height and width of images than the recorded ones.
  public internal(set) var isSizeOpen = false
  /// The type of floating-point constants in the file that it was read from.
  public var storedPrecision = FloatPrecision.float32
  /// For each darknet layer the value that holds its output, by layer index. Several layers may
  /// share one value (dropout passes its input on).
  public var layerOutputs: [Int: ValueID] = [:]
  /// For darknet layers whose output was multiplied channel by channel: the factors, all above 0,
  /// by layer index. Quantization equalizes channels so.
  public var layerFactors: [Int: [Float]] = [:]
  /// How sums of quantized operations become 8-bit values.
  public var requantization = Requantization.float
  /// How images become the input and outputs become boxes.
  public var contract = ModelContract()

  private var valueNames = NameSet()
  private var nodeNames = NameSet()

  /// Creates an empty graph.
  public init(name: String) {
    self.name = name
  }

  /// The value with the given identity.
  public subscript(id: ValueID) -> Value {
    get { values[id.index] }
    set { values[id.index] = newValue }
  }

  /// Whether there is a value with the given name; quicker than looking for it.
  func hasValue(named name: String) -> Bool { valueNames.contains(name) }

  /// The first value with the given name.
  public func value(named name: String) -> ValueID? {
    guard hasValue(named: name) else { return nil }
    return values.firstIndex { $0.name == name }.map(ValueID.init)
  }
}

// MARK: - Building

extension Graph {
  /// Adds an input.
  public mutating func addInput(_ name: String, _ type: TensorType) -> ValueID {
    let id = addValue(name: name, type: type, constant: nil, origin: nil)
    inputs.append(id)
    return id
  }

  /// Adds a constant.
  public mutating func addConstant(
    _ name: String, _ tensor: Tensor, origin: Origin? = nil
  ) -> ValueID {
    addValue(name: name, type: tensor.type, constant: tensor, origin: origin)
  }

  /// Adds a node and the values it computes; their types follow from the operation.
  ///
  /// - Parameter outputNames: one name for each result, or nil to derive them from `name`. Names
  ///   that are taken already get a number appended.
  /// - Throws: `GraphError.operandsDoNotFit`.
  public mutating func addNode(
    _ name: String, _ operation: any Operation, _ inputs: [ValueID],
    outputNames: [String]? = nil, origin: Origin? = nil
  ) throws(GraphError) -> [ValueID] {
    let name = nodeNames.take(name)
    let types: [TensorType]
    do throws(OperationError) {
      types = try operation.outputTypes(for: inputs.map { values[$0.index].type })
    } catch {
      nodeNames.remove(name)
      throw .operandsDoNotFit(node: name, reason: error)
    }
    let outputs = types.enumerated().map { index, type in
      let derived = types.count == 1 ? name : "\(name)_\(index)"
      return addValue(
        name: outputNames?[index] ?? derived, type: type, constant: nil, origin: origin)
    }
    nodes.append(
      Node(name: name, operation: operation, inputs: inputs, outputs: outputs, origin: origin))
    return outputs
  }

  /// Adds a node with one result.
  public mutating func add(
    _ operation: any Operation, _ inputs: [ValueID], name: String, origin: Origin? = nil
  ) throws(GraphError) -> ValueID {
    try addNode(name, operation, inputs, origin: origin)[0]
  }

  /// Gives a value another name; one that is taken gets a number appended.
  public mutating func rename(_ id: ValueID, to name: String) {
    valueNames.remove(values[id.index].name)
    values[id.index].name = valueNames.take(name)
  }

  private mutating func addValue(
    name: String, type: TensorType, constant: Tensor?, origin: Origin?
  ) -> ValueID {
    let name = valueNames.take(name)
    values.append(Value(name: name, type: type, constant: constant, origin: origin))
    return ValueID(values.count - 1)
  }
}

import Engine
import Graph

/// Turns an integer-only graph into steps, tensors and constants.
struct NetworkBuilder {
  let graph: Graph
  let layout: HardwareLayout
  private let encodings: StoredEncodings
  private(set) var tensors: [HardwareNetwork.StoredTensor] = []
  private(set) var shapes: [StoredShape] = []
  /// The graph's value of each tensor.
  private(set) var values: [ValueID] = []
  private(set) var constants = ConstantFile()
  private var numbers: [ValueID: Int] = [:]

  init(_ graph: Graph, _ layout: HardwareLayout) {
    self.graph = graph
    self.layout = layout
    encodings = StoredEncodings(of: graph)
  }

  // MARK: Steps

  /// The steps of all nodes: those of the device, then those of the host.
  ///
  /// - Throws: `HardwareError`.
  mutating func steps() throws(HardwareError) -> [HardwareNetwork.Step] {
    let roles = try NodeRoles(of: graph)
    var device: [HardwareNetwork.Step] = []
    var host: [HardwareNetwork.Step] = []
    for (node, role) in zip(graph.nodes, roles.roles) {
      switch role {
      case .input:
        if node.operation is Quantization { _ = try tensor(node.outputs[0]) }
      case .device: device.append(try step(node))
      case .host: host.append(try step(node))
      }
    }
    for index in host.indices { host[index].runsOn = "host" }
    var steps = device + host
    for index in steps.indices { steps[index].index = index }
    return steps
  }

  private mutating func step(_ node: Node) throws(HardwareError) -> HardwareNetwork.Step {
    guard let writer = StepWriters.entry(for: node.operation) else {
      throw .unsupported(
        node: node.name, reason: "there is no step for \(type(of: node.operation).name)")
    }
    var step = HardwareNetwork.Step(
      operation: writer.name, node: node.name, layer: node.origin?.layer, inputs: [], outputs: [])
    for value in node.data { step.inputs.append(try tensor(value)) }
    for value in node.outputs { step.outputs.append(try tensor(value)) }
    let multiplyAdds = graph.multiplyAdds(of: node)
    step.multiplyAdds = multiplyAdds > 0 ? multiplyAdds : nil
    try writer.write(node, &step, &self)
    return step
  }

  // MARK: Tensors

  /// The number of a value's tensor.
  mutating func tensor(_ value: ValueID) throws(HardwareError) -> Int {
    if let number = numbers[value] { return number }
    let (name, type) = (graph[value].name, graph[value].type)
    guard type.shape.rank <= NetworkHeader.mostAxes else {
      throw .unsupported(
        node: name, reason: "has \(type.shape.rank) axes, more than \(NetworkHeader.mostAxes)")
    }
    let isMap = type.shape.rank == 4 && type.element != .float32 && !isGivenByPixels(value)
    let shape =
      isMap ? layout.map(type.shape.dimensions) : StoredShape(rowMajor: type.shape.dimensions)
    let encoding = encodings[value]
    let number = tensors.count
    var stored = HardwareNetwork.StoredTensor(
      index: number, name: name, file: "\(NetworkBuilder.name(number, name)).npy",
      type: type.element.rawValue, axes: shape.axes.map(HardwareNetwork.Axis.init),
      storedShape: shape.stored, scale: encoding?.scale, zeroPoint: encoding?.zeroPoint)
    if let constant = graph[value].constant {
      stored.constant = constants.add("operand", constant, shape, fill: encoding?.zeroPoint ?? 0)
    }
    tensors.append(stored)
    shapes.append(shape)
    values.append(value)
    numbers[value] = number
    return number
  }

  /// Whether a value is the image itself with its channels last: it lies as a camera gives it, as
  /// its axes are not those of a map.
  private func isGivenByPixels(_ value: ValueID) -> Bool {
    graph.inputs.contains(value) && graph.contract.input?.form.axes == .nhwc
  }

  mutating func place(_ tensor: Int, _ place: HardwareNetwork.Place) {
    tensors[tensor].memory = place
  }

  /// A name made of letters, digits and underscores, whatever is named.
  static func name(_ number: Int, _ name: String) -> String {
    let letters = name.unicodeScalars.prefix(48).map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": Character(scalar)
      default: "_"
      }
    }
    return "\(padded(number))_\(String(letters))"
  }

  /// A number of at least three digits.
  static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  // MARK: Operands

  /// The encoding of a stored tensor of a node.
  func encoding(_ role: StoredRole, of node: Node) throws(HardwareError) -> QuantizationEncoding {
    try encoding(node.stored(role), of: node)
  }

  /// The encoding of a stored tensor of a node, which must be the one that all others have it in.
  func encoding(
    _ stored: Node.Stored, of node: Node
  ) throws(HardwareError) -> QuantizationEncoding {
    guard let own = encoding(stored) else {
      throw .unsupported(
        node: node.name, reason: "\(graph[stored.scale].name) must be one constant scale above 0")
    }
    // Weights have several scales, and no other reader.
    guard stored.role == .filters || encodings[stored.value] == own else {
      throw .unsupported(
        node: node.name,
        reason: "has \(graph[stored.value].name) with another scale or zero point than other nodes")
    }
    return own
  }

  /// The encoding of a stored tensor; nil where it is not one constant scale and zero point.
  private func encoding(_ stored: Node.Stored) -> QuantizationEncoding? {
    guard let scale = graph[stored.scale].constant?.elements(Float.self), scale.count == 1,
      scale[0] > 0, scale[0].isFinite
    else { return nil }
    let element = graph[stored.value].type.element
    guard element == .uint8 || element == .int8 else { return nil }
    guard let zeroPoint = stored.zeroPoint else {
      return QuantizationEncoding(element: element, scale: scale[0], zeroPoint: 0)
    }
    guard let zero = graph[zeroPoint].constant?.integers, zero.count == 1,
      QuantizationEncoding.limits(of: element).contains(zero[0])
    else { return nil }
    return QuantizationEncoding(element: element, scale: scale[0], zeroPoint: zero[0])
  }

  /// A constant operand.
  func constant(_ value: ValueID, of node: Node) throws(HardwareError) -> Tensor {
    guard let constant = graph[value].constant else {
      throw .unsupported(node: node.name, reason: "\(graph[value].name) must be a constant")
    }
    return constant
  }

  /// The shape of a tensor, in the order of its axes.
  func shape(_ tensor: Int) -> [Int] { tensors[tensor].axes.map(\.size) }

  // MARK: Constants

  /// Adds numbers, one for each output channel.
  mutating func addChannels<Element: TensorElement & BinaryNumber>(
    _ role: String, _ numbers: [Element]
  ) -> Int {
    constants.add(role, numbers, layout.channels(numbers.count), fill: .zero)
  }

  /// Adds numbers that are one after the other.
  mutating func addList<Element: TensorElement & BinaryNumber>(
    _ role: String, _ numbers: [Element]
  ) -> Int {
    constants.add(role, numbers, StoredShape(rowMajor: [numbers.count]), fill: .zero)
  }

  /// Adds a table of bytes, for results of a type.
  mutating func addTable(_ bytes: [UInt8], _ element: ElementType) -> Int {
    element == .int8 ? addList("table", bytes.map(Int8.init(bitPattern:))) : addList("table", bytes)
  }

  /// Adds weights.
  mutating func addWeights(_ weights: Tensor, groups: Int) -> Int {
    constants.add(
      "weights", weights, layout.filters(weights.shape.dimensions, groups: groups), fill: 0)
  }

  /// Adds factors of sums: the constants of multipliers and shifts.
  mutating func addFactors(_ factors: SumFactors) -> (multiplier: Int?, shift: Int?) {
    switch factors {
    case .float(let factors): (addChannels("multiplier", factors), nil)
    case .fixed(let factors):
      (
        addChannels("multiplier", factors.map(\.multiplier)),
        addChannels("shift", factors.map(\.shift))
      )
    case .shift(let bits): (nil, addChannels("shift", bits))
    }
  }

  /// Adds fixed-point factors that are one after the other.
  mutating func addFactors(_ factors: [FixedPointFactor]) -> (multiplier: Int, shift: Int) {
    (addList("multiplier", factors.map(\.multiplier)), addList("shift", factors.map(\.shift)))
  }
}

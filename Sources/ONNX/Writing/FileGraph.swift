import Graph

/// The nodes and initializers of a file in the making; operator files add to it.
struct FileGraph {
  /// The version of the standard operator set.
  let opset: Int
  /// The type of the numbers inside of the model.
  private(set) var precision: FloatPrecision
  private(set) var nodes: [Onnx_NodeProto] = []
  private(set) var initializers: [Initializer] = []
  private var names: Set<String>

  /// Starts empty; new names will differ from `names`.
  init(opset: Int, precision: FloatPrecision, names: Set<String>) {
    self.opset = opset
    self.precision = precision
    self.names = names
  }

  /// Adds something with numbers of another type.
  mutating func with<Failure: Error>(
    _ other: FloatPrecision, _ body: (inout FileGraph) throws(Failure) -> Void
  ) throws(Failure) {
    let usual = precision
    precision = other
    defer { precision = usual }
    try body(&self)
  }

  /// Adds a node.
  ///
  /// - Parameters:
  ///   - inputs: other operands than those of `node`; an empty name stands for an absent one.
  mutating func add(
    _ type: OperatorName, _ node: NodeToWrite, inputs: [String]? = nil,
    attributes: [Onnx_AttributeProto] = []
  ) {
    var proto = Onnx_NodeProto()
    proto.name = node.name
    proto.opType = type.type
    if !type.domain.isEmpty { proto.domain = type.domain }
    proto.input = inputs ?? node.inputs
    proto.output = node.outputs
    proto.attribute = attributes
    if let origin = node.origin { proto.docString = OriginText.text(origin) }
    nodes.append(proto)
  }

  /// Adds a constant of the graph under its own name.
  mutating func addConstant(_ name: String, _ tensor: Tensor) {
    let isHalf = precision == .float16 && tensor.type.element == .float32
    initializers.append(Initializer(name, tensor, isHalf: isHalf))
  }

  /// Adds whole numbers that ONNX wants as a tensor, such as a shape, and returns the name.
  mutating func integers(_ label: String, _ values: [Int], of node: NodeToWrite) -> String {
    let name = unused("\(node.name)_\(label)")
    initializers.append(Initializer(name, values.map(Int64.init)))
    return name
  }

  /// Adds numbers that ONNX wants as float32 at every precision, and returns the name.
  mutating func numbers(_ label: String, _ values: [Float], of node: NodeToWrite) -> String {
    let name = unused("\(node.name)_\(label)")
    initializers.append(Initializer(name, values))
    return name
  }

  /// Adds one number of the same type as the data, and returns the name; for 8-bit data the nearest
  /// there is.
  mutating func scalar(
    _ label: String, _ value: Float, as element: ElementType = .float32, of node: NodeToWrite
  ) -> String {
    let name = unused("\(node.name)_\(label)")
    let whole = value.isNaN ? 0 : Int(min(max(value.rounded(.toNearestOrEven), -128), 255))
    switch element {
    case .uint8: addConstant(name, Tensor(scalar: UInt8(clamping: whole)))
    case .int8: addConstant(name, Tensor(scalar: Int8(clamping: whole)))
    default: addConstant(name, Tensor(scalar: value))
    }
    return name
  }

  /// Whether only operators of ONNX Runtime quantize to a type in this operator set.
  func isContributed(_ element: ElementType) -> Bool {
    element.isWide && opset < ONNXVersion.firstWideOpset
  }

  /// A name that nothing in the file has yet.
  mutating func unused(_ name: String) -> String {
    var candidate = name
    var number = 2
    while !names.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}

/// What an operator file is told of the node it writes.
struct NodeToWrite {
  let name: String
  /// The darknet layer, for people who look at the file.
  let origin: Origin?
  /// The names of the operands in the file.
  let inputs: [String]
  /// The names of the results in the file.
  let outputs: [String]
  let operandTypes: [TensorType]
  let resultTypes: [TensorType]
}

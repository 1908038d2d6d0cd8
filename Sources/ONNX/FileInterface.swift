import Files

/// What a file states of its inputs and outputs: what programs that run it ask for and get.
///
/// A graph knows the same in its own terms: there a free batch is 1, and float16 is float32.
public struct FileInterface: Hashable, Sendable {
  /// An input or an output.
  public struct Tensor: Hashable, Sendable {
    /// The name in the file.
    public var name: String
    /// What its elements are.
    public var element: Element
    /// The extents, nil where one is free; nil where the file states no shape.
    public var extents: [Int?]?
    /// The node that computes an output; nil for inputs, and where it has no name of its own.
    public var node: String?

    /// States a tensor.
    public init(_ name: String, _ element: Element, _ extents: [Int?]?, node: String? = nil) {
      self.name = name
      self.element = element
      self.extents = extents
      self.node = node
    }
  }

  /// The types of tensors that inputs and outputs of networks have.
  public enum Element: String, Hashable, Sendable, CaseIterable {
    case float32, float16, float64, bfloat16
    case uint8, uint16, uint32, uint64
    case int8, int16, int32, int64
    case bool
  }

  /// The inputs, without those that the file itself has values for.
  public var inputs: [Tensor]
  /// The outputs.
  public var outputs: [Tensor]
  /// The properties that the file carries, in its order.
  public var properties: [Property]

  /// A key of `metadata_props` and its text.
  public struct Property: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The text.
    public var text: String

    /// States a property.
    public init(_ key: String, _ text: String) {
      self.key = key
      self.text = text
    }
  }

  /// States what a file would.
  public init(inputs: [Tensor], outputs: [Tensor], properties: [Property] = []) {
    self.inputs = inputs
    self.outputs = outputs
    self.properties = properties
  }
}

extension ONNXModel {
  /// What a file states of its inputs and outputs.
  ///
  /// - Throws: `ONNXError`, of the cases that concern reading.
  public static func interface(of file: MappedFile) throws(ONNXError) -> FileInterface {
    try interface(
      of: try file.withUnsafeBytes { (bytes) throws(ONNXError) in
        try ModelFile(bytes, owner: file)
      })
  }

  /// The same of a file that has been taken apart.
  static func interface(of parts: ModelFile) throws(ONNXError) -> FileInterface {
    let initializers = Set(parts.initializers.map(\.name))
    var nodes: [String: String] = [:]
    for node in parts.graph.node where !node.name.isEmpty {
      for output in node.output { nodes[output] = node.name }
    }
    var interface = FileInterface(inputs: [], outputs: [])
    // Before IR 4 constants were inputs too.
    for input in parts.graph.input where !initializers.contains(input.name) {
      interface.inputs.append(try FileInterface.Tensor(input, node: nil))
    }
    for output in parts.graph.output {
      interface.outputs.append(try FileInterface.Tensor(output, node: nodes[output.name]))
    }
    interface.properties = parts.model.metadataProps.map {
      FileInterface.Property($0.key, $0.value)
    }
    return interface
  }

  /// The bytes that, written behind those of a model's file, give it more properties.
  ///
  /// Messages of protobuf that are written one behind the other are one message, in which repeated
  /// fields are joined: https://protobuf.dev/programming-guides/encoding/#last-one-wins. So a copy
  /// differs from its original in nothing else.
  public static func bytes(of properties: [FileInterface.Property]) -> [UInt8] {
    properties.flatMap { property -> [UInt8] in
      let (key, text) = (Array(property.key.utf8), Array(property.text.utf8))
      let entry =
        WireEncoding.header(field: FieldNumber.propertyKey, count: key.count) + key
        + WireEncoding.header(field: FieldNumber.propertyText, count: text.count) + text
      return WireEncoding.header(field: FieldNumber.modelProperties, count: entry.count) + entry
    }
  }
}

extension FileInterface.Tensor {
  fileprivate init(_ value: Onnx_ValueInfoProto, node: String?) throws(ONNXError) {
    let stored = value.type.tensorType
    guard let type = Onnx_TensorProto.DataType(number: stored.elemType),
      let element = FileInterface.Element(type)
    else { throw .elementType(tensor: value.name, found: stored.elemType) }
    let extents = stored.shape.dim.map { dimension -> Int? in
      // Some programs write 0 or -1 for a free extent.
      guard case .dimValue(let extent)? = dimension.value, extent > 0 else { return nil }
      return Int(extent)
    }
    self.init(value.name, element, stored.hasShape ? extents : nil, node: node)
  }
}

extension FileInterface.Element {
  fileprivate init?(_ type: Onnx_TensorProto.DataType) {
    switch type {
    case .float: self = .float32
    case .float16: self = .float16
    case .double: self = .float64
    case .bfloat16: self = .bfloat16
    case .uint8: self = .uint8
    case .uint16: self = .uint16
    case .uint32: self = .uint32
    case .uint64: self = .uint64
    case .int8: self = .int8
    case .int16: self = .int16
    case .int32: self = .int32
    case .int64: self = .int64
    case .bool: self = .bool
    default: return nil
    }
  }
}

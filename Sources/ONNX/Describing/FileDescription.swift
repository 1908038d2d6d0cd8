import FoundationEssentials
import Files
import Graph

/// What an ONNX file says, operator by operator, whether we can run it or not.
///
/// A runtime judges a file by its operators, attributes and types, so rules of runtimes are checked on
/// this, and on files of any program.
public struct FileDescription: Sendable {
  /// An operator.
  public struct Node: Sendable {
    /// Its name, or that of its first result when it has none.
    public let name: String
    /// `Conv`.
    public let type: String
    /// Where the operator is defined; empty for ONNX's own.
    public let domain: String
    /// The names of the operands; empty for an absent one.
    public let inputs: [String]
    /// The names of the results; empty for one that nobody wants.
    public let outputs: [String]
    /// The attributes that are numbers or lists of numbers.
    public let numbers: [String: [Double]]
    /// The attributes that are texts.
    public let texts: [String: String]

    /// The operator with its domain, as `com.microsoft.QLinearAdd`.
    public var fullType: String { domain.isEmpty ? type : "\(domain).\(type)" }

    /// The name of an operand; nil where it is absent.
    public func input(_ index: Int) -> String? {
      index < inputs.count && !inputs[index].isEmpty ? inputs[index] : nil
    }
  }

  /// The version of the file format.
  public let irVersion: Int
  /// The operator sets by domain; empty for ONNX's own.
  public let opsets: [String: Int]
  /// Its inputs, without constants, its outputs, and its metadata.
  public let interface: FileInterface
  /// The operators in order, but constants.
  public let nodes: [Node]
  /// The size of the file in bytes.
  public let byteCount: Int
  private let stored: [String: StoredTensor]

  /// Reads a file.
  ///
  /// - Throws: `ONNXError` when it is not one, or damaged.
  public init(path: String) throws(ONNXError) {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    self = try file.withUnsafeBytes { (bytes) throws(ONNXError) in
      try FileDescription(ModelFile(bytes, owner: file), byteCount: bytes.count)
    }
  }

  /// Reads a file that is in memory.
  ///
  /// - Throws: `ONNXError` when it is not one, or damaged.
  public init(_ bytes: [UInt8]) throws(ONNXError) {
    let copy = bytes.withUnsafeBytes { source in
      TensorBuffer(byteCount: source.count) { $0.copyMemory(from: source) }
    }
    self = try copy.withUnsafeBytes { (source) throws(ONNXError) in
      try FileDescription(ModelFile(source, owner: copy), byteCount: source.count)
    }
  }

  private init(_ file: ModelFile, byteCount: Int) throws(ONNXError) {
    try ModelReader.checkTexts(file)
    self.byteCount = byteCount
    irVersion = Int(clamping: file.model.irVersion)
    opsets = Dictionary(
      file.model.opsetImport.map {
        (OperatorName("", domain: $0.domain).domain, Int(clamping: $0.version))
      }
    ) { $1 }
    interface = try ONNXModel.interface(of: file)
    var stored = Dictionary(file.initializers.map { ($0.name, $0.tensor) }) { $1 }
    var nodes: [Node] = []
    for proto in file.graph.node {
      let node = Node(proto)
      if node.type == "Constant", node.domain.isEmpty, let name = node.outputs.first,
        let value = proto.attribute.first(where: { $0.name == "value" && $0.hasT })
      {
        stored[name] = StoredTensor(proto: value.t, named: name)
      } else {
        nodes.append(node)
      }
    }
    self.nodes = nodes
    self.stored = stored
  }

  /// The inputs, without constants.
  public var inputs: [FileInterface.Tensor] { interface.inputs }
  /// The outputs.
  public var outputs: [FileInterface.Tensor] { interface.outputs }
  /// The metadata of the model.
  public var metadata: [String: String] {
    Dictionary(interface.properties.map { ($0.key, $0.text) }) { $1 }
  }

  /// Whether a value is stored in the file.
  public func isConstant(_ name: String) -> Bool { stored[name] != nil }

  /// A constant; nil for what is computed, and for types that have no place in our graph.
  public func constant(_ name: String) -> Tensor? { stored[name].flatMap { try? $0.tensor() } }
}

extension FileDescription.Node {
  fileprivate init(_ proto: Onnx_NodeProto) {
    name = ModelReader.name(of: proto)
    let known = OperatorName(proto.opType, domain: proto.domain)
    (type, domain) = (known.type, known.domain)
    (inputs, outputs) = (proto.input, proto.output)
    var numbers: [String: [Double]] = [:]
    var texts: [String: String] = [:]
    for attribute in proto.attribute {
      switch attribute.type {
      case .float: numbers[attribute.name] = [Double(attribute.f)]
      case .int: numbers[attribute.name] = [Double(attribute.i)]
      case .floats: numbers[attribute.name] = attribute.floats.map { Double($0) }
      case .ints: numbers[attribute.name] = attribute.ints.map { Double($0) }
      case .string: texts[attribute.name] = String(decoding: attribute.s, as: UTF8.self)
      default: break
      }
    }
    self.numbers = numbers
    self.texts = texts
  }
}

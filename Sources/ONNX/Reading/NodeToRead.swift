import FoundationEssentials
import Graph

/// What an operator file is given of the node it reads.
///
/// Attributes are taken one by one; what remains at the end is not known and becomes an error.
struct NodeToRead {
  /// The node's name, or that of its first result when it has none.
  let name: String
  /// The operator.
  let type: String
  /// The operands; an empty name stands for an absent one.
  let inputs: [String]
  /// The results; an empty name stands for one that nobody wants.
  let outputs: [String]
  /// The darknet layer, where the file tells.
  let origin: Origin?
  /// The version of the operator set.
  let opset: Int
  private var attributes: [String: Onnx_AttributeProto]

  init(_ proto: Onnx_NodeProto, name: String, opset: Int) {
    self.name = name
    self.opset = opset
    type = proto.opType
    inputs = proto.input
    outputs = proto.output
    origin = OriginText.origin(proto.docString)
    attributes = Dictionary(proto.attribute.map { ($0.name, $0) }) { $1 }
  }

  /// Whether there is an operand at a position.
  func hasInput(_ index: Int) -> Bool { index < inputs.count && !inputs[index].isEmpty }

  // MARK: Attributes

  /// A whole number; nil when the attribute is absent.
  mutating func integer(_ name: String) throws(ONNXError) -> Int? {
    try take(name, .int).map { Int($0.i) }
  }

  /// Several whole numbers; nil when the attribute is absent.
  mutating func integers(_ name: String) throws(ONNXError) -> [Int]? {
    try take(name, .ints)?.ints.map { Int($0) }
  }

  /// A number; nil when the attribute is absent.
  mutating func number(_ name: String) throws(ONNXError) -> Float? {
    try take(name, .float)?.f
  }

  /// Several numbers; nil when the attribute is absent.
  mutating func numbers(_ name: String) throws(ONNXError) -> [Float]? {
    try take(name, .floats)?.floats
  }

  /// A word; nil when the attribute is absent.
  mutating func word(_ name: String) throws(ONNXError) -> String? {
    try take(name, .string).map { String(decoding: $0.s, as: UTF8.self) }
  }

  /// The only attribute; nil when there are none or several.
  mutating func takeFirst() -> Onnx_AttributeProto? {
    guard attributes.count == 1, let attribute = attributes.first else { return nil }
    attributes.removeAll()
    return attribute.value
  }

  /// Takes an attribute that must be absent or have one value.
  mutating func expect(_ name: String, _ value: Int) throws(ONNXError) {
    if let found = try integer(name), found != value {
      throw problem(name, "is \(found); only \(value) can be expressed")
    }
  }

  /// Takes an attribute that must be absent or have one value.
  mutating func expect(_ name: String, _ value: String) throws(ONNXError) {
    if let found = try word(name), found != value {
      throw problem(name, "is \(found); only \(value) can be expressed")
    }
  }

  /// Checks that all attributes have been taken.
  func finish() throws(ONNXError) {
    guard let name = attributes.keys.min() else { return }
    throw problem(name, "is not one that this operator is known to have")
  }

  private mutating func take(
    _ name: String, _ type: Onnx_AttributeProto.AttributeType
  ) throws(ONNXError) -> Onnx_AttributeProto? {
    guard let attribute = attributes.removeValue(forKey: name) else { return nil }
    guard attribute.type == type else {
      throw problem(name, "is of type \(attribute.type), not \(type)")
    }
    return attribute
  }

  // MARK: Errors

  /// An error about an attribute.
  func problem(_ attribute: String, _ text: String) -> ONNXError {
    .attribute(node: name, operator: type, attribute: attribute, problem: text)
  }

  /// An error about the operands or results.
  func operandProblem(_ text: String) -> ONNXError {
    .operands(node: name, operator: type, problem: text)
  }
}

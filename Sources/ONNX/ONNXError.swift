import Files
import Graph
import Text

/// Why a graph cannot be written as an ONNX file, or a file cannot be read as a graph.
public enum ONNXError: Failure, Hashable, Sendable {
  /// The system refused to read or write the file.
  case file(FileError)

  // MARK: The file as a whole

  /// The bytes are not those of an ONNX model.
  case notONNX(reason: String)
  /// The file ends inside of the part that starts at `offset`: `expected` bytes are announced in
  /// total, `found` are there.
  case truncated(offset: Int, expected: Int, found: Int)
  /// After the model there are `count` bytes, from `offset`, that do not belong to it.
  case trailingGarbage(offset: Int, count: Int)
  /// The part of the model around `offset` is not what the schema says.
  case malformed(part: String, offset: Int)
  /// The model has more parts (nodes, their operands and attributes) than are read.
  case tooManyParts(limit: Int)
  /// A name or text of the model has a run of combining marks; see `CombiningMarks`.
  case marks(part: String)
  /// The version of the file format is absent (0), or older than those of `ONNXVersion.knownIR`.
  case irVersion(found: Int64)
  /// The model does not say which operator set it uses; it may have been cut there.
  case missingOpset
  /// The version of the operator set is older than those of `ONNXVersion.knownOpsets`.
  case opset(found: Int64)
  /// The key of the metadata does not hold what it should.
  case metadata(key: String, problem: String)

  // MARK: Operators

  /// All the nodes whose operator is not known here.
  case unsupportedOperators([UnsupportedOperator])
  /// An attribute has a value that the graph cannot express, or is not one of the operator's.
  case attribute(node: String, operator: String, attribute: String, problem: String)
  /// The node has operands or results that its operator does not allow here.
  case operands(node: String, operator: String, problem: String)
  /// A node reads a value that nothing provides.
  case danglingInput(node: String, operator: String, value: String)
  /// A node reads a value that a later node (or itself) computes: the nodes are not sorted, or they
  /// form a cycle.
  case notSorted(node: String, value: String, producer: String)
  /// Two nodes, inputs or initializers provide one value.
  case duplicateValue(name: String)
  /// An output of the graph that nothing computes.
  case missingOutput(name: String)
  /// Operands do not fit the operation.
  case graph(GraphError)

  // MARK: Tensors

  /// The number of bytes stored is not what the shape needs.
  case tensorSize(tensor: String, shape: Shape, expected: Int, found: Int)
  /// A tensor's elements are in another file, which cannot be read.
  case externalData(tensor: String, problem: String)
  /// The elements of a tensor are of a type that is not known here (the number is that of
  /// `TensorProto.DataType`).
  case elementType(tensor: String, found: Int32)
  /// A shape that is absent, not fixed or does not agree with what is computed.
  case shape(value: String, problem: String)

  // MARK: Writing

  /// The file would be larger than the 2 GiB that one protobuf message can hold.
  case tooLarge(byteCount: Int)
  /// An element that is not finite at the chosen precision.
  case notFinite(tensor: String, index: Int, value: Float)
  /// The operator set asked for is not one of `ONNXVersion.writableOpsets`.
  case unwritableOpset(Int)
  /// An operation that has no float16 form.
  case needsFloat32(node: String, operation: String)
  /// An operation that has no operator file.
  case unsupportedOperation(node: String, operation: String)
}

/// A node of a file whose operator is not known here.
public struct UnsupportedOperator: Hashable, Sendable {
  /// The node's name, or that of its first result when it has none.
  public var node: String
  /// The operator, for example `NonMaxSuppression`.
  public var type: String
  /// The operator's domain; empty for the standard one.
  public var domain: String

  /// Creates a description.
  public init(node: String, type: String, domain: String) {
    self.node = node
    self.type = type
    self.domain = domain
  }
}

extension ONNXError {
  /// What can be done about it.
  public var category: FailureCategory {
    if case .file(let error) = self { error.category } else { .malformed }
  }
}

import Graph

/// The name of an ONNX operator.
struct OperatorName: Hashable, ExpressibleByStringLiteral {
  let type: String
  /// Empty for the standard domain.
  let domain: String

  init(_ type: String, domain: String = "") {
    self.type = type
    // The standard domain has two names: https://onnx.ai/onnx/repo-docs/IR.html.
    self.domain = domain == "ai.onnx" ? "" : domain
  }

  init(stringLiteral value: String) { self.init(value) }

  /// An operator that ONNX Runtime has beside the standard ones.
  static func microsoft(_ type: String) -> OperatorName {
    OperatorName(type, domain: "com.microsoft")
  }
}

/// How an operation of the graph is written: one file, and one entry in `OperatorTable`.
protocol OperatorWriting: Sendable {
  associatedtype Written: Operation

  /// The oldest operator set that can express the operation.
  static func minimumOpset(_ operation: Written) -> Int

  /// Whether the operator takes float32 where others may take float16.
  static var needsFloat32: Bool { get }

  /// Adds nodes, and constants that ONNX wants as tensors, to the file.
  ///
  /// - Throws: `ONNXError.unsupportedOperation` for a form of the operation that no operator
  ///   expresses, and that should have been expanded before.
  static func write(
    _ operation: Written, _ node: NodeToWrite, to file: inout FileGraph
  ) throws(ONNXError)
}

extension OperatorWriting {
  static func minimumOpset(_ operation: Written) -> Int {
    ONNXVersion.writableOpsets.lowerBound
  }

  static var needsFloat32: Bool { false }
}

/// How operators of ONNX are read: one file, and one entry in `OperatorTable`.
protocol OperatorReading: Sendable {
  /// The operators that `read` knows.
  static var operators: [OperatorName] { get }

  /// Adds operations, and the values they compute, to the graph.
  ///
  /// Attributes that are not taken from `node` become an error afterwards.
  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError)
}

/// What writes the operations of one type; made from a type that writes them.
struct OperatorWriter: Sendable {
  /// The operations.
  let operation: any Operation.Type
  /// Whether the operator takes float32 where others may take float16.
  let needsFloat32: Bool
  private let minimumOpsetOfAny: @Sendable (any Operation) -> Int
  private let writeAny:
    @Sendable (any Operation, NodeToWrite, inout FileGraph) throws(ONNXError) -> Void

  init<Mapping: OperatorWriting>(_ mapping: Mapping.Type) {
    operation = Mapping.Written.self
    needsFloat32 = mapping.needsFloat32
    minimumOpsetOfAny = { Mapping.minimumOpset(OperatorWriter.typed($0)) }
    writeAny = { (operation, node, file) throws(ONNXError) in
      try Mapping.write(OperatorWriter.typed(operation), node, to: &file)
    }
  }

  /// The oldest operator set that can express an operation.
  func minimumOpset(_ operation: any Operation) -> Int { minimumOpsetOfAny(operation) }

  /// Adds nodes, and constants that ONNX wants as tensors, to the file.
  func write(
    _ operation: any Operation, _ node: NodeToWrite, to file: inout FileGraph
  ) throws(ONNXError) {
    try writeAny(operation, node, &file)
  }

  /// The table finds a writer by the type that it was made from.
  private static func typed<Written: Operation>(_ operation: any Operation) -> Written {
    guard let operation = operation as? Written else {
      preconditionFailure("\(Written.name) is registered, not \(type(of: operation).name)")
    }
    return operation
  }
}

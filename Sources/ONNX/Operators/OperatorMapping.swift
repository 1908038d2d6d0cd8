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

/// The correspondence between an operation of the graph and operators of ONNX: one file, and one
/// entry in `OperatorTable`. A type conforms to `OperatorWriting`, `OperatorReading`, or both.
protocol OperatorMapping: Sendable {}

/// How an operation of the graph is written.
protocol OperatorWriting: OperatorMapping {
  associatedtype Written: Operation

  /// The oldest operator set that can express the operation.
  static func minimumOpset(_ operation: Written) -> Int

  /// Whether the operator takes float32 where others may take float16.
  static var needsFloat32: Bool { get }

  /// Adds nodes, and constants that ONNX wants as tensors, to the file.
  static func write(_ operation: Written, _ node: NodeToWrite, to file: inout FileGraph)
}

extension OperatorWriting {
  static func minimumOpset(_ operation: Written) -> Int {
    ONNXVersion.writableOpsets.lowerBound
  }

  static var needsFloat32: Bool { false }
}

/// How operators of ONNX are read.
protocol OperatorReading: OperatorMapping {
  /// The operators that `read` knows.
  static var operators: [OperatorName] { get }

  /// Adds operations, and the values they compute, to the graph.
  ///
  /// Attributes that are not taken from `node` become an error afterwards.
  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError)
}

// MARK: - Calls through the table

extension OperatorWriting {
  static func minimumOpset(any operation: any Operation) -> Int {
    guard let operation = operation as? Written else {
      return ONNXVersion.writableOpsets.lowerBound
    }
    return minimumOpset(operation)
  }

  static func write(
    any operation: any Operation, _ node: NodeToWrite, to file: inout FileGraph
  ) {
    if let operation = operation as? Written { write(operation, node, to: &file) }
  }

  static var operationID: ObjectIdentifier { ObjectIdentifier(Written.self) }
}

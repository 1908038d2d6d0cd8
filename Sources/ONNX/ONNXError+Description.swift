import Files

extension ONNXError {
  /// What was found, what was expected, where, and how to resolve it.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notONNX(let reason): "not an ONNX model: \(reason)"
    case .truncated(let offset, let expected, let found):
      "the file is cut: what starts at byte \(offset) needs \(expected) bytes in total, the file "
        + "has \(found); fetch or write it again"
    case .trailingGarbage(let offset, let count):
      "\(count) bytes from byte \(offset) on do not belong to the model; the file was damaged or "
        + "appended to"
    case .malformed(let part, let offset):
      "\(part) at byte \(offset) is not as the ONNX schema says; the file is damaged"
    case .tooManyParts(let limit):
      "the graph has more than the \(limit) nodes, operands and attributes that are read; no detector "
        + "needs as many, so the file is damaged or made to do harm"
    case .marks(let part): "a text of \(part) \(CombiningMarks.problem)"
    case .irVersion(let found):
      "the file format (IR) version is \(found), where \(ONNXVersion.knownIR.lowerBound) or more is "
        + "needed; export the model again"
    case .missingOpset:
      "the model names no version of the standard operator set; it is cut, or was written wrongly"
    case .opset(let found):
      "the operator set version is \(found), where \(ONNXVersion.knownOpsets.lowerBound) or more is "
        + "needed; convert the model with onnx.version_converter"
    case .metadata(let key, let problem): "metadata \(key): \(problem)"
    case .unsupportedOperators(let operators): ONNXError.list(operators)
    case .attribute(let node, let type, let attribute, let problem):
      "node \(node) (\(type)): attribute \(attribute) \(problem)"
    case .operands(let node, let type, let problem): "node \(node) (\(type)): \(problem)"
    case .danglingInput(let node, let type, let value):
      "node \(node) (\(type)) reads \(value), which no input, initializer or node provides"
    case .notSorted(let node, let value, let producer):
      "node \(node) reads \(value), which node \(producer) computes only afterwards; nodes must be "
        + "in an order in which they can be computed, without cycles"
    case .duplicateValue(let name): "the value \(name) is provided twice"
    case .missingOutput(let name): "the output \(name) is computed by nothing"
    case .graph(let error): error.description
    case .tensorSize(let tensor, let shape, let expected, let found):
      "tensor \(tensor) of shape \(shape) needs \(expected) bytes but holds \(found)"
    case .externalData(let tensor, let problem):
      "tensor \(tensor) is stored in another file, \(problem)"
    case .elementType(let tensor, let found):
      "tensor \(tensor) has elements of type \(found) (TensorProto.DataType); known are float, "
        + "float16, uint8, int8, uint16, int16, int32 and int64"
    case .shape(let value, let problem): "the shape of \(value) \(problem)"
    case .tooLarge(let byteCount):
      "the model would take \(byteCount) bytes; an ONNX file holds at most "
        + "\(ONNXVersion.largestFile); write it to a file, beside which its tensors can stand"
    case .notFinite(let tensor, let index, let value):
      "element \(index) of \(tensor) is \(value), which is not finite as float16 (largest 65504); "
        + "write the model with float32"
    case .unwritableOpset(let opset):
      "operator set \(opset) cannot be written; choose \(ONNXVersion.writableOpsets.lowerBound) "
        + "to \(ONNXVersion.writableOpsets.upperBound)"
    case .needsFloat32(let node, let operation):
      "node \(node): \(operation) cannot be written with float16; write the model with float32"
    case .unsupportedOperation(let node, let operation):
      "node \(node): \(operation) has no ONNX operator here"
    }
  }

  private static func list(_ operators: [UnsupportedOperator]) -> String {
    var nodes: [String: [String]] = [:]
    for found in operators {
      let domain = found.domain.isEmpty ? "ai.onnx" : found.domain
      nodes["\(found.type) (domain \(domain))", default: []].append(found.node)
    }
    let parts = nodes.sorted { $0.key < $1.key }.map { type, nodes in
      "\(type) at \(nodes.joined(separator: ", "))"
    }
    return "operators that are not known here: \(parts.joined(separator: "; "))"
  }
}

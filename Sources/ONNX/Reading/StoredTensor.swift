import FoundationEssentials
import Graph

/// A tensor of a file: its description, and where its elements are.
struct StoredTensor {
  private let proto: Onnx_TensorProto
  private let name: String
  /// Elements that stay in the file; nil when they are in `proto`.
  private let borrowed: TensorBuffer?

  /// A tensor whose elements are all in its message.
  init(proto: Onnx_TensorProto, named name: String) {
    self.init(proto: proto, named: name, borrowed: nil)
  }

  /// A tensor whose elements may have stayed in the file.
  init(proto: Onnx_TensorProto, named name: String, borrowed: TensorBuffer?) {
    self.proto = proto
    self.name = name
    self.borrowed = borrowed
  }

  /// Whether its elements are float16.
  var isHalf: Bool { proto.dataType == Onnx_TensorProto.DataType.float16.rawValue }

  /// The tensor for the graph, with float16 elements as float32.
  func tensor() throws(ONNXError) -> Tensor {
    guard borrowed != nil || proto.dataLocation == .default && proto.externalData.isEmpty else {
      throw .externalData(tensor: name, problem: "which only initializers can be")
    }
    guard let stored = Onnx_TensorProto.DataType(number: proto.dataType),
      let element = stored.element, !proto.hasSegment
    else { throw .elementType(tensor: name, found: proto.dataType) }
    let shape: Shape
    do throws(OperationError) { shape = try Shape(proto.dims.map { Int($0) }) } catch {
      throw .shape(value: name, problem: "is not possible: \(error.description)")
    }
    let type = TensorType(element, shape)
    let content = borrowed ?? (proto.hasRawData ? rawData : typedData(as: stored))
    let expected = stored == .float16 ? type.byteCount / 2 : type.byteCount
    guard content.byteCount == expected else {
      throw .tensorSize(
        tensor: name, shape: shape, expected: expected, found: content.byteCount)
    }
    let buffer =
      stored == .float16 ? content.withUnsafeBytes(HalfPrecision.widened) : content
    return Tensor(type: type, buffer: buffer)
  }

  private var rawData: TensorBuffer {
    TensorBuffer(byteCount: proto.rawData.count) { target in
      proto.rawData.copyBytes(to: target)
    }
  }

  /// The elements from the field for their type: 8- and 16-bit ones are stored as 32-bit numbers.
  private func typedData(as type: Onnx_TensorProto.DataType) -> TensorBuffer {
    switch type {
    case .float: TensorBuffer(proto.floatData)
    case .int64: TensorBuffer(proto.int64Data)
    case .int32: TensorBuffer(proto.int32Data)
    case .float16, .uint16, .int16:
      TensorBuffer(proto.int32Data.map { UInt16(truncatingIfNeeded: $0) })
    default: TensorBuffer(proto.int32Data.map { UInt8(truncatingIfNeeded: $0) })
    }
  }
}

extension TensorBuffer {
  fileprivate convenience init<Element: BitwiseCopyable>(_ elements: [Element]) {
    self.init(byteCount: elements.count * MemoryLayout<Element>.stride) { target in
      elements.withUnsafeBytes { target.copyMemory(from: $0) }
    }
  }
}

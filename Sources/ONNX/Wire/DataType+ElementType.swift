import Graph

extension Onnx_TensorProto.DataType {
  /// The type in a file for one of the graph.
  init(_ element: ElementType, isHalf: Bool) {
    switch element {
    case .float32: self = isHalf ? .float16 : .float
    case .uint8: self = .uint8
    case .int8: self = .int8
    case .uint16: self = .uint16
    case .int16: self = .int16
    case .int32: self = .int32
    case .int64: self = .int64
    }
  }

  /// The type in the graph for one of a file, where float16 becomes float32 and truth values, which
  /// only parameters are, bytes; nil when there is none.
  var element: ElementType? {
    switch self {
    case .float, .float16: .float32
    case .uint8, .bool: .uint8
    case .int8: .int8
    case .uint16: .uint16
    case .int16: .int16
    case .int32: .int32
    case .int64: .int64
    default: nil
    }
  }

  /// As the schema stores it.
  var number: Int32 { Int32(rawValue) }

  /// The type with a quantized value; nil when there is none.
  init?(number: Int32) { self.init(rawValue: Int(number)) }
}

/// The few rules of the protobuf wire format that are needed to put messages around bytes that are
/// not in memory as a message: https://protobuf.dev/programming-guides/encoding/.
enum WireEncoding {
  /// The tag and length in front of a field with `count` bytes.
  static func header(field: Int, count: Int) -> [UInt8] {
    varint(field << 3 | WireType.lengthDelimited.rawValue) + varint(count)
  }

  private static func varint(_ number: Int) -> [UInt8] {
    var rest = UInt64(number)
    var bytes: [UInt8] = []
    while rest > 0x7f {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}

/// How a field's contents are delimited; the groups of old are not used by ONNX.
enum WireType: Int {
  case varint = 0
  case fixed64 = 1
  case lengthDelimited = 2
  case fixed32 = 5
}

/// The field numbers of `onnx.proto` that reading and writing by hand rest on.
enum FieldNumber {
  static let modelGraph = 7
  static let modelProperties = 14
  static let propertyKey = 1
  static let propertyText = 2
  static let graphInitializer = 5
  static let tensorRawData = 9
}

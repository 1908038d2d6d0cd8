import ONNX

/// Writes the text form of protobuf messages:
/// https://protobuf.dev/reference/protobuf/textformat-spec/.
struct TritonConfigWriter {
  private(set) var text = ""

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func field(_ name: String, _ value: Int) { line("\(name): \(value)") }

  mutating func field(_ name: String, _ value: String) {
    line("\(name): \(TritonConfigWriter.quoted(value))")
  }

  mutating func parameter(_ name: String, _ value: String) {
    line("parameters {")
    line("  key: \(TritonConfigWriter.quoted(name))")
    line("  value { string_value: \(TritonConfigWriter.quoted(value)) }")
    line("}")
  }

  /// An input or output; free extents are -1, and that of the images is left out where Triton sets
  /// it.
  mutating func tensor(
    _ field: String, _ tensor: FileInterface.Tensor, isBatched: Bool, labels: String? = nil
  ) {
    let extents = (tensor.extents ?? []).dropFirst(isBatched ? 1 : 0)
    line("\(field) {")
    line("  name: \(TritonConfigWriter.quoted(tensor.name))")
    line("  data_type: \(tensor.element.tritonName)")
    line("  dims: [ \(extents.map { "\($0 ?? -1)" }.joined(separator: ", ")) ]")
    if let labels { line("  label_filename: \(TritonConfigWriter.quoted(labels))") }
    line("}")
  }

  /// A text in quotes; what is not printable ASCII as the octal numbers of its bytes.
  private static func quoted(_ text: String) -> String {
    let bytes = text.utf8.map { byte -> String in
      switch byte {
      case UInt8(ascii: "\""): return "\\\""
      case UInt8(ascii: "\\"): return "\\\\"
      case 0x20..<0x7F: return String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 8)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return "\"" + bytes.joined() + "\""
  }
}

extension FileInterface.Element {
  /// What `model_config.proto` calls it.
  fileprivate var tritonName: String {
    switch self {
    case .float32: "TYPE_FP32"
    case .float16: "TYPE_FP16"
    case .float64: "TYPE_FP64"
    case .bfloat16: "TYPE_BF16"
    case .uint8, .uint16, .uint32, .uint64, .int8, .int16, .int32, .int64, .bool:
      "TYPE_" + rawValue.uppercased()
    }
  }
}

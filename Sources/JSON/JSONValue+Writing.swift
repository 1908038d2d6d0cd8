extension JSONValue {
  /// The one spelling of the value, for digests and signatures: no white space, keys sorted by their
  /// UTF-8 bytes, numbers as they were given, only what must be escaped escaped.
  public var canonicalBytes: [UInt8] {
    var writer = JSONWriter(style: .canonical)
    writer.write(self)
    return writer.bytes
  }

  /// The value for people and diffs: as `canonicalBytes`, but indented, without a newline at the
  /// end.
  public var indentedText: String {
    var writer = JSONWriter(style: .indented)
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// As `indentedText`, but with an empty line in what is empty, as reports have always had it.
  var readableBytes: [UInt8] {
    var writer = JSONWriter(style: .indentedWithEmptyLines)
    writer.write(self)
    return writer.bytes
  }
}

/// Appends the spelling of values.
private struct JSONWriter {
  enum Style {
    case canonical, indented, indentedWithEmptyLines
  }

  let style: Style
  var bytes: [UInt8] = []
  private var depth = 0

  init(style: Style) { self.style = style }

  private var isIndented: Bool { style != .canonical }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes += Array("null".utf8)
    case .boolean(let value): bytes += Array((value ? "true" : "false").utf8)
    case .number(let number): bytes += Array(number.text.utf8)
    case .text(let text): write(text)
    case .array(let elements):
      list("[", "]", elements) { writer, element in writer.write(element) }
    case .object(let members):
      list("{", "}", members.inOrder) { writer, member in
        writer.write(member.key)
        writer.bytes += Array((writer.isIndented ? " : " : ":").utf8)
        writer.write(member.value)
      }
    }
  }

  private mutating func list<Element>(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ elements: [Element],
    _ body: (inout JSONWriter, Element) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine()
      body(&self, element)
    }
    depth -= 1
    if elements.isEmpty, style == .indentedWithEmptyLines { bytes.append(0x0A) }
    if !elements.isEmpty || style == .indentedWithEmptyLines { breakLine() }
    bytes.append(UInt8(ascii: close))
  }

  private mutating func breakLine() {
    guard isIndented else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [0x5C, byte]
      case 0x08: bytes += Array("\\b".utf8)
      case 0x09: bytes += Array("\\t".utf8)
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0C: bytes += Array("\\f".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array("\\u00\(byte < 0x10 ? "0" : "")\(digits)".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

/// Reads JSON from front to back without building a tree: files of annotations are mostly outlines
/// that nobody asks for.
struct JSONReader {
  /// How deep arrays and objects may be nested.
  static let deepest = 64

  let bytes: UnsafeRawBufferPointer
  var position = 0
  private var depth = 0

  /// A reader at the beginning, after a byte order mark.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next byte that is not white space, or nil at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
  }

  /// Reads an object; `body` reads or skips the value of each member.
  mutating func object(
    _ body: (inout JSONReader, String) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try elements(from: "{", to: "}") { reader throws(JSONSyntaxError) in
      let key = try reader.string()
      try reader.expect(":")
      try body(&reader, key)
    }
  }

  /// Reads an array; `body` reads or skips each element.
  mutating func array(
    _ body: (inout JSONReader) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try elements(from: "[", to: "]", body)
  }

  private mutating func elements(
    from open: Unicode.Scalar, to close: Unicode.Scalar,
    _ body: (inout JSONReader) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try expect(open)
    depth += 1
    guard depth <= JSONReader.deepest else {
      throw error("is nested more than \(JSONReader.deepest) deep, which no annotations need")
    }
    if peek() == UInt8(ascii: close) {
      position += 1
    } else {
      while true {
        try body(&self)
        guard peek() == UInt8(ascii: ",") else { break }
        position += 1
      }
      try expect(close)
    }
    depth -= 1
  }

  /// Reads a value; of an object nothing is kept.
  mutating func value() throws(JSONSyntaxError) -> JSONValue {
    switch peek() {
    case UInt8(ascii: "{"):
      try skip()
      return .object
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try array { reader throws(JSONSyntaxError) in elements.append(try reader.value()) }
      return .array(elements)
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  /// Goes past a value.
  mutating func skip() throws(JSONSyntaxError) {
    switch peek() {
    case UInt8(ascii: "{"):
      try object { reader, _ throws(JSONSyntaxError) in try reader.skip() }
    case UInt8(ascii: "["):
      try array { reader throws(JSONSyntaxError) in try reader.skip() }
    default: _ = try value()
    }
  }

  /// Checks that nothing follows.
  mutating func end() throws(JSONSyntaxError) {
    if peek() != nil { throw error("expected the end of the file but found \(found)") }
  }

  mutating func expect(_ scalar: Unicode.Scalar) throws(JSONSyntaxError) {
    guard peek() == UInt8(ascii: scalar) else {
      throw error("expected '\(scalar)' but found \(found)")
    }
    position += 1
  }

  /// Reads a word that stands for a value.
  mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue
  {
    let matches = word.withUTF8Buffer { bytes.dropFirst(position).starts(with: $0) }
    guard matches else { throw error("expected a value but found \(found)") }
    position += word.utf8CodeUnitCount
    return value
  }

  /// An error at the position.
  func error(_ message: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: position, message: message)
  }

  /// What is at the position, for messages.
  var found: String {
    guard position < bytes.count else { return "the end of the file; it may have been cut short" }
    let byte = bytes[position]
    return (0x21...0x7E).contains(byte)
      ? "'\(Unicode.Scalar(byte))'" : "the byte 0x\(String(byte, radix: 16))"
  }
}

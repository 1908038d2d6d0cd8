import Files

/// Reads JSON from front to back without building a tree, in time and memory that grow with the text.
///
/// All JSON is read through it: trees (`JSONValue`), Codable types (`JSONDecoding`), and files of
/// annotations, which are mostly outlines that nobody asks for.
public struct JSONReader {
  /// What is accepted.
  public let rules: JSONRules
  let bytes: UnsafeRawBufferPointer
  var position = 0
  /// Where the key stands that was read last.
  private(set) var keyPosition = 0
  private var depth = 0

  /// A reader at the beginning.
  ///
  /// - Throws: `JSONSyntaxError` where the text is too long, holds more combining marks in a row than
  ///   any text does, or is not UTF-8 where that is demanded.
  public init(
    _ bytes: UnsafeRawBufferPointer, rules: JSONRules = .strict
  ) throws(JSONSyntaxError) {
    self.bytes = bytes
    self.rules = rules
    guard bytes.count <= rules.bytes else {
      position = rules.bytes
      throw error("is longer than the \(rules.bytes) bytes that are read")
    }
    // Keys are looked up, which takes long with thousands of marks.
    if let offset = CombiningMarks.excess(in: bytes, escaped: true) {
      position = offset
      throw error(CombiningMarks.problem)
    }
    if rules.isLenient {
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    } else {
      try checkEncoding()
    }
  }

  /// The next byte that is not white space, or nil at the end.
  public mutating func peek() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
  }

  /// Reads an object; `body` reads or skips the value of each member.
  public mutating func object(
    _ body: (inout JSONReader, String) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try elements(from: "{", to: "}") { reader throws(JSONSyntaxError) in
      guard reader.peek() == UInt8(ascii: "\"") else {
        throw reader.error("expected a key in quotes but found \(reader.found)")
      }
      reader.keyPosition = reader.position
      let key = try reader.string()
      try reader.expect(":")
      try body(&reader, key)
    }
  }

  /// Reads an array; `body` reads or skips each element.
  public mutating func array(
    _ body: (inout JSONReader) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try elements(from: "[", to: "]", body)
  }

  private mutating func elements(
    from open: Unicode.Scalar, to close: Unicode.Scalar,
    _ body: (inout JSONReader) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    guard depth < rules.depth else { throw error("is nested more than \(rules.depth) deep") }
    try expect(open)
    depth += 1
    if peek() != UInt8(ascii: close) {
      try body(&self)
      while peek() == UInt8(ascii: ",") {
        position += 1
        try body(&self)
      }
    }
    guard peek() == UInt8(ascii: close) else {
      throw error("expected ',' or '\(close)' but found \(found)")
    }
    position += 1
    depth -= 1
  }

  /// Goes past a value.
  public mutating func skip() throws(JSONSyntaxError) {
    switch peek() {
    case UInt8(ascii: "{"):
      try object { reader, _ throws(JSONSyntaxError) in try reader.skip() }
    case UInt8(ascii: "["):
      try array { reader throws(JSONSyntaxError) in try reader.skip() }
    default: _ = try scalar()
    }
  }

  /// Checks that nothing follows.
  public mutating func end() throws(JSONSyntaxError) {
    if peek() != nil { throw error("expected the end but found \(found)") }
  }

  mutating func expect(_ scalar: Unicode.Scalar) throws(JSONSyntaxError) {
    guard peek() == UInt8(ascii: scalar) else {
      throw error("expected '\(scalar)' but found \(found)")
    }
    position += 1
  }

  /// Goes past a word that stands for a value.
  mutating func word(_ word: StaticString) throws(JSONSyntaxError) {
    let matches = word.withUTF8Buffer { bytes.dropFirst(position).starts(with: $0) }
    guard matches else { throw error("expected a value but found \(found)") }
    position += word.utf8CodeUnitCount
  }

  /// An error at the position.
  func error(_ message: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: position, in: bytes, message: message)
  }

  /// What is at the position, for messages.
  var found: String {
    guard position < bytes.count else { return "the end of the text; it may have been cut short" }
    let byte = bytes[position]
    return (0x21...0x7E).contains(byte)
      ? "'\(Unicode.Scalar(byte))'" : "the byte 0x\(String(byte, radix: 16))"
  }

  /// Checks that all bytes together are well-formed UTF-8.
  private mutating func checkEncoding() throws(JSONSyntaxError) {
    // The fast check first; the slow one only finds the place.
    if String(validating: bytes, as: UTF8.self) != nil { return }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      position += UTF8.width(scalar)
    }
    throw error("is not UTF-8 here: found \(found)")
  }
}

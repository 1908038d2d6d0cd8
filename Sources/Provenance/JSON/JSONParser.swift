import Files

/// Reads JSON strictly as RFC 8259 has it, with limits.
///
/// Unlike readers of other people's data it repairs nothing, because what is read here is hashed,
/// signed and compared: no byte order mark, no NaN, only well-formed UTF-8, no half surrogates, and
/// no key twice, which parsers disagree about.
struct JSONParser {
  let bytes: UnsafeRawBufferPointer
  let limits: JSONLimits
  var position = 0
  private var depth = 0
  private var valueCount = 0

  /// A parser at the beginning.
  init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Reads the whole text.
  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    guard bytes.count <= limits.bytes else {
      position = limits.bytes
      throw error("is longer than the \(limits.bytes) bytes that are read")
    }
    try checkEncoding()
    if let offset = CombiningMarks.excess(in: bytes, escaped: true) {
      position = offset
      throw error(CombiningMarks.problem)
    }
    let value = try value()
    guard peek() == nil else { throw error("expected the end but found \(found)") }
    return value
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    let first = peek()
    valueCount += 1
    guard valueCount <= limits.values else {
      throw error("holds more than the \(limits.values) values that are read")
    }
    switch first {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object() throws(JSONSyntaxError) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    try elements(to: "}") { parser throws(JSONSyntaxError) in
      guard parser.peek() == UInt8(ascii: "\"") else {
        throw parser.error("expected a key in quotes but found \(parser.found)")
      }
      let start = parser.position
      let key = try parser.string()
      guard members[key] == nil else {
        parser.position = start
        throw parser.error("the key \(JSONValue.text(key).summary) is there twice")
      }
      guard parser.peek() == UInt8(ascii: ":") else {
        throw parser.error("expected ':' but found \(parser.found)")
      }
      parser.position += 1
      members[key] = try parser.value()
    }
    return members
  }

  private mutating func array() throws(JSONSyntaxError) -> [JSONValue] {
    var values: [JSONValue] = []
    try elements(to: "]") { parser throws(JSONSyntaxError) in values.append(try parser.value()) }
    return values
  }

  /// Reads from a bracket to the one that closes it.
  private mutating func elements(
    to close: Unicode.Scalar, _ body: (inout JSONParser) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    depth += 1
    guard depth <= limits.depth else { throw error("is nested more than \(limits.depth) deep") }
    position += 1
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

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    let matches = word.withUTF8Buffer { bytes.dropFirst(position).starts(with: $0) }
    guard matches else { throw error("expected a value but found \(found)") }
    position += word.utf8CodeUnitCount
    return value
  }

  /// The next byte that is not white space, or nil at the end.
  private mutating func peek() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
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
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    // The fast check first; the slow one only finds the place.
    if String(validating: bytes, as: UTF8.self) != nil { return }
    position = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      position += UTF8.width(scalar)
    }
    throw error("is not UTF-8 here: found \(found)")
  }
}

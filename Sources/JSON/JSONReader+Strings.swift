extension JSONReader {
  /// Reads a string.
  mutating func string() throws(JSONSyntaxError) -> String {
    try expect("\"")
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try string(escapedAfter: start)
      case 0..<0x20: throw error("a string holds \(found); control characters are to be escaped")
      default: position += 1
      }
    }
    throw error("a string does not end; the text may have been cut short")
  }

  /// Reads the rest of a string in which an escape was met, into one buffer that only grows: a copy
  /// at each escape would make the time grow with the square of the length.
  private mutating func string(escapedAfter start: Int) throws(JSONSyntaxError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      case 0..<0x20: throw error("a string holds \(found); control characters are to be escaped")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw error("a string does not end; the text may have been cut short")
  }

  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    position += 1
    guard position < bytes.count else {
      throw error("a string ends within an escape; the text may have been cut short")
    }
    let kind = bytes[position]
    let plain: Unicode.Scalar? =
      switch kind {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(kind)
      case UInt8(ascii: "b"): "\u{8}"
      case UInt8(ascii: "f"): "\u{C}"
      case UInt8(ascii: "n"): "\n"
      case UInt8(ascii: "r"): "\r"
      case UInt8(ascii: "t"): "\t"
      default: nil
      }
    if let plain {
      position += 1
      return plain
    }
    guard kind == UInt8(ascii: "u") else {
      throw error("a string holds an unknown escape, \\ and \(found)")
    }
    let start = position - 1
    position += 1
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let rest = position
    if UTF16.isLeadSurrogate(unit), bytes.dropFirst(position).starts(with: [0x5C, 0x75]) {
      position += 2
      let trail = try hexadecimal()
      if UTF16.isTrailSurrogate(trail) {
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00)
        if let scalar = Unicode.Scalar(value) { return scalar }
      }
    }
    if rules.isLenient {
      position = rest
      return "\u{FFFD}"
    }
    position = start
    throw error("a string holds half a surrogate pair, which is no character")
  }

  /// Reads the four digits of an escape.
  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard position < bytes.count,
        let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue
      else { throw error("expected four hexadecimal digits after \\u but found \(found)") }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}

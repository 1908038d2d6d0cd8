extension JSONParser {
  /// Reads a number; its literal is kept.
  mutating func number() throws(JSONSyntaxError) -> JSONNumber {
    let start = position
    let isNegative = take("-")
    let first = position
    guard takeDigits() else {
      throw error("expected a \(isNegative ? "digit" : "value") but found \(found)")
    }
    guard position == first + 1 || bytes[first] != UInt8(ascii: "0") else {
      position = first
      throw error("expected a number that does not begin with 0")
    }
    if take(".") {
      guard takeDigits() else { throw error("expected a digit but found \(found)") }
    }
    if take("e") || take("E") {
      if !take("-") { _ = take("+") }
      guard takeDigits() else { throw error("expected a digit but found \(found)") }
    }
    return JSONNumber(literal: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func takeDigits() -> Bool {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    return position > start
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }
}

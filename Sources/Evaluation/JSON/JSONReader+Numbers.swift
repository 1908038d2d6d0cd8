extension JSONReader {
  /// The powers of ten that doubles hold exactly.
  private static let powers: [Double] = (0...22).reduce(into: []) { powers, _ in
    powers.append((powers.last ?? 0.1) * 10)
  }

  /// Reads a number, rounded to the nearest double.
  mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    let isNegative = take("-")
    if position < bytes.count, bytes[position] == UInt8(ascii: "N") {
      return try word("NaN", .number(.nan))
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: "I") {
      return try word("Infinity", .number(isNegative ? -.infinity : .infinity))
    }
    var digits = Digits()
    let first = position
    take(digits: &digits)
    guard position > first else {
      if isNegative { throw error("expected a digit but found \(found)") }
      throw error("expected a value but found \(found)")
    }
    guard position == first + 1 || bytes[first] != UInt8(ascii: "0") else {
      position = first
      throw error("expected a number that does not begin with 0")
    }
    var isWhole = true
    if take(".") {
      isWhole = false
      let fraction = position
      take(digits: &digits)
      guard position > fraction else { throw error("expected a digit but found \(found)") }
      digits.exponent -= position - fraction
    }
    if take("e") || take("E") {
      isWhole = false
      let isSmall = take("-")
      if !isSmall { _ = take("+") }
      var power = Digits()
      let exponent = position
      take(digits: &power)
      guard position > exponent else { throw error("expected a digit but found \(found)") }
      let size = power.fits ? Int(clamping: min(power.value, 100_000)) : 100_000
      digits.exponent += isSmall ? -size : size
    }
    if isWhole, digits.fits, let value = Int(exactly: digits.value) {
      return .integer(isNegative ? -value : value)
    }
    // Both factors are exact, so the one rounding is right (Clinger 1990).
    if digits.fits, digits.value < 1 << 53, (-22...22).contains(digits.exponent) {
      let magnitude = Double(digits.value)
      let power = JSONReader.powers[abs(digits.exponent)]
      let value = digits.exponent < 0 ? magnitude / power : magnitude * power
      return .number(isNegative ? -value : value)
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text) else { throw error("expected a number but found '\(text)'") }
    return .number(value)
  }

  /// Decimal digits as a number, as long as they fit.
  private struct Digits {
    var value: UInt64 = 0
    var exponent = 0
    var fits = true

    mutating func append(_ digit: UInt8) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      fits = fits && !overflow && !carry
      value = sum
    }
  }

  private mutating func take(digits: inout Digits) {
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      digits.append(bytes[position] - 0x30)
      position += 1
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }
}

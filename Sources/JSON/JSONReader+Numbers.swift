extension JSONReader {
  /// A number as it stands in a text.
  struct Number {
    /// The literal's bytes; of NaN and Infinity the word's.
    let range: Range<Int>
    /// The number where it has neither fraction nor exponent and fits.
    let whole: Int?
    /// The nearest double.
    let double: Double
  }

  /// The powers of ten that doubles hold exactly.
  private static let powers: [Double] = (0...22).reduce(into: []) { powers, _ in
    powers.append((powers.last ?? 0.1) * 10)
  }

  /// Reads a number.
  mutating func number() throws(JSONSyntaxError) -> Number {
    let start = position
    let isNegative = take("-")
    if rules.isLenient, let special = try special(isNegative) {
      return Number(range: start..<position, whole: nil, double: special)
    }
    var digits = Digits()
    let first = position
    take(digits: &digits)
    guard position > first else {
      throw error("expected a \(isNegative ? "digit" : "value") but found \(found)")
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
    let whole = isWhole && digits.fits ? Int(exactly: digits.value) : nil
    return Number(
      range: start..<position, whole: whole.map { isNegative ? -$0 : $0 },
      double: try double(digits, isNegative, start))
  }

  private func double(
    _ digits: Digits, _ isNegative: Bool, _ start: Int
  ) throws(JSONSyntaxError) -> Double {
    // Both factors are exact, so the one rounding is right (Clinger 1990).
    if digits.fits, digits.value < 1 << 53, (-22...22).contains(digits.exponent) {
      let magnitude = Double(digits.value)
      let power = JSONReader.powers[abs(digits.exponent)]
      let value = digits.exponent < 0 ? magnitude / power : magnitude * power
      return isNegative ? -value : value
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text) else { throw error("expected a number but found '\(text)'") }
    return value
  }

  /// NaN and Infinity, which Python writes though JSON has neither.
  private mutating func special(_ isNegative: Bool) throws(JSONSyntaxError) -> Double? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "N"):
      try word("NaN")
      return .nan
    case UInt8(ascii: "I"):
      try word("Infinity")
      return isNegative ? -.infinity : .infinity
    default: return nil
    }
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

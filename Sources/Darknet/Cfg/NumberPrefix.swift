/// A number read as C's `atoi` and `atof` do: the longest prefix that is one.
struct NumberPrefix<Value: Sendable>: Sendable {
  /// The number; nil when it does not fit the type.
  let value: Value?
  /// Whether characters follow it.
  let isWhole: Bool
}

/// What `atoi` reads; nil when the text does not begin with a number.
func integerPrefix(of text: String) -> NumberPrefix<Int>? {
  let bytes = Array(text.utf8)
  let end = integerEnd(bytes)
  guard let end else { return nil }
  let value = Int32(String(decoding: bytes[..<end], as: UTF8.self)).map(Int.init)
  return NumberPrefix(value: value, isWhole: end == bytes.count)
}

/// What `atof` reads, rounded to a float; nil when the text does not begin with a number.
func realPrefix(of text: String) -> NumberPrefix<Float>? {
  let bytes = Array(text.utf8)
  var end = bytes.first.map(isSign) == true ? 1 : 0
  let digits = countDigits(bytes, from: end)
  end += digits
  var fraction = 0
  if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
    fraction = countDigits(bytes, from: end + 1)
    if digits + fraction > 0 { end += 1 + fraction }
  }
  guard digits + fraction > 0 else { return nil }
  if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e"),
    let exponentEnd = integerEnd(Array(bytes[(end + 1)...]))
  {
    end += 1 + exponentEnd
  }
  let value = Double(normalized(bytes[..<end])).map { Float($0) }
  return NumberPrefix(value: value.flatMap { $0.isFinite ? $0 : nil }, isWhole: end == bytes.count)
}

/// Swift's parser wants a digit on both sides of the point.
private func normalized(_ bytes: ArraySlice<UInt8>) -> String {
  var text: [UInt8] = []
  for (index, byte) in zip(bytes.indices, bytes) {
    let isPoint = byte == UInt8(ascii: ".")
    if isPoint, text.last.map(isDigit) != true { text.append(UInt8(ascii: "0")) }
    text.append(byte)
    let next = index + 1
    if isPoint, next == bytes.endIndex || !isDigit(bytes[next]) { text.append(UInt8(ascii: "0")) }
  }
  return String(decoding: text, as: UTF8.self)
}

private func integerEnd(_ bytes: [UInt8]) -> Int? {
  let start = bytes.first.map(isSign) == true ? 1 : 0
  let digits = countDigits(bytes, from: start)
  return digits == 0 ? nil : start + digits
}

private func countDigits(_ bytes: [UInt8], from start: Int) -> Int {
  bytes.dropFirst(start).prefix(while: isDigit).count
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte }
private func isSign(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
}

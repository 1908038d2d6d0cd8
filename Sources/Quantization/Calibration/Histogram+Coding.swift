extension Histogram: Codable {
  private enum Keys: String, CodingKey {
    case exponent, minimum, maximum, zeros, nonFinite, firstBin, counts
  }

  /// Writes the histogram: with i from `firstBin` up, `counts` tells how many numbers other than 0
  /// are between i and i + 1 times 2^`exponent`. They are text, separated by spaces, because tools
  /// that indent JSON would spend a line on each. Without numbers there is but `nonFinite`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(nonFinite, forKey: .nonFinite)
    guard !isEmpty else { return }
    try container.encode(exponent, forKey: .exponent)
    try container.encode(minimum, forKey: .minimum)
    try container.encode(maximum, forKey: .maximum)
    try container.encode(zeros, forKey: .zeros)
    try container.encode(firstBin, forKey: .firstBin)
    try container.encode(counts.map(String.init).joined(separator: " "), forKey: .counts)
  }

  /// Reads a histogram.
  ///
  /// - Throws: `DecodingError` where it is none: everything in it is checked against the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    func check(_ holds: Bool, _ key: Keys, _ problem: @autoclosure () -> String) throws {
      guard !holds else { return }
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: problem())
    }
    // Of numbers that do not fit their type the decoder does not say where they are.
    func number<Number: Decodable>(_ key: Keys) throws -> Number {
      do {
        return try container.decode(Number.self, forKey: key)
      } catch let error as DecodingError {
        throw error
      } catch {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "the number is not of type \(Number.self)")
      }
    }
    self.init()
    nonFinite = try number(.nonFinite)
    try check(nonFinite <= Histogram.largestCount, .nonFinite, "\(nonFinite) is more than 2^53")
    guard container.contains(.counts) else { return }
    minimum = try number(.minimum)
    maximum = try number(.maximum)
    try check(
      minimum.isFinite && maximum.isFinite && minimum <= maximum, .minimum,
      "the minimum is \(minimum), which is not below the maximum, \(maximum)")
    exponent = try number(.exponent)
    let expected = Histogram.exponent(for: minimum, maximum)
    try check(
      exponent == expected, .exponent,
      "the exponent is \(exponent), expected \(expected) for numbers from \(minimum) to \(maximum)")
    let first: Int = try number(.firstBin)
    try check(
      first == firstBin, .firstBin,
      "the first bin is \(first), expected \(firstBin), where the minimum, \(minimum), is")
    let last = Histogram.bin(of: maximum, exponent: exponent)
    let text = try container.decode(String.self, forKey: .counts)
    guard let counts = Histogram.counts(text, most: last - first + 1) else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container,
        debugDescription:
          "expected whole numbers up to 2^53 with a space between each two, as many "
          + "as there are bins")
    }
    try check(
      counts.count == last - first + 1, .counts,
      "there are \(counts.count) counts, expected \(last - first + 1), up to the bin where the "
        + "maximum, \(maximum), is")
    self.counts = counts
    zeros = try number(.zeros)
    try check(zeros <= Histogram.largestCount, .zeros, "\(zeros) is more than 2^53")
    // Each count is at most 2^53, so one sum does not overflow; all of them, up to 2^13, would.
    var total = zeros
    for count in counts {
      total += count
      try check(total <= Histogram.largestCount, .counts, "there are more than 2^53 numbers")
    }
    try check(
      zeros == 0 || (minimum <= 0 && maximum >= 0), .zeros,
      "there are \(zeros) zeros, but numbers are from \(minimum) to \(maximum)")
    try check(
      (minimum == 0 ? zeros : counts[0]) > 0, .counts,
      "no number is where the minimum, \(minimum), is")
    let highest = counts[counts.count - 1]
    try check(
      maximum == 0 ? zeros > 0 && highest == 0 : highest > 0, .counts,
      "the last count and the zeros do not agree with the maximum, \(maximum)")
  }

  /// Reads counts; nil when the text is malformed, or there are more than `most`.
  private static func counts(_ text: String, most: Int) -> [UInt64]? {
    var counts: [UInt64] = []
    var count: UInt64?
    for byte in text.utf8 {
      switch (byte, count) {
      case (UInt8(ascii: "0")...UInt8(ascii: "9"), _):
        let next = (count ?? 0) * 10 + UInt64(byte - UInt8(ascii: "0"))
        guard next <= largestCount else { return nil }
        count = next
      case (UInt8(ascii: " "), let number?) where counts.count < most - 1:
        counts.append(number)
        count = nil
      default: return nil
      }
    }
    guard let count else { return nil }
    return counts + [count]
  }
}

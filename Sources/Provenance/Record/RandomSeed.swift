/// The whole number that a random choice begins with: -2^63 to 2^64 - 1, what 64 bits hold with a sign
/// or without.
public struct RandomSeed: Hashable, Sendable {
  /// Its size without the sign.
  public let magnitude: UInt64
  /// Whether it is below 0.
  public let isNegative: Bool

  /// A number of 64 bits with a sign.
  public init(_ value: Int) {
    magnitude = UInt64(value.magnitude)
    isNegative = value < 0
  }

  private init(magnitude: UInt64) {
    self.magnitude = magnitude
    isNegative = false
  }

  /// The number of decimal digits, behind a sign or not; nil for any other text, and for what does not
  /// fit.
  public init?(_ text: String) {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
    // Integers would read a plus as well.
    guard digits.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false else { return nil }
    if let value = Int(text) {
      self.init(value)
    } else {
      guard let value = UInt64(text) else { return nil }
      self.init(magnitude: value)
    }
  }
}

extension RandomSeed: CustomStringConvertible {
  /// In decimal digits.
  public var description: String { (isNegative ? "-" : "") + "\(magnitude)" }
}

/// As a text: many readers of JSON keep no more than 53 bits of a number.
extension RandomSeed: Codable {
  /// Reads decimal digits in a text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let seed = RandomSeed(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "it is no whole number of -2^63 to 2^64 - 1")
    }
    self = seed
  }

  /// Writes decimal digits in a text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

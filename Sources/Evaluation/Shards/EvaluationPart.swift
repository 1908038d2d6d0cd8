/// One of several parts that images are divided into: the i-th of n, counted from 1.
public struct EvaluationPart: Hashable, Sendable, CustomStringConvertible {
  /// Which part, 1 to `count`.
  public let number: Int
  /// How many parts there are.
  public let count: Int

  /// Everything.
  public static let whole = EvaluationPart(validNumber: 1, of: 1)

  /// Creates a part; nil unless 1 <= number <= count.
  public init?(_ number: Int, of count: Int) {
    guard number >= 1, number <= count else { return nil }
    self.init(validNumber: number, of: count)
  }

  /// Reads `i/n`; nil when it is not that.
  public init?(_ text: String) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1] else { return nil }
    self.init(number, of: count)
  }

  private init(validNumber number: Int, of count: Int) {
    self.number = number
    self.count = count
  }

  /// The positions of the part among so many things in a row: neighbours, and of parts that differ by
  /// one thing at most.
  public func range(of total: Int) -> Range<Int> {
    total * (number - 1) / count..<total * number / count
  }

  /// `i/n`.
  public var description: String { "\(number)/\(count)" }
}

extension EvaluationPart: Codable {
  /// Reads `i/n`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let part = EvaluationPart(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "is not i/n with 1 <= i <= n")
    }
    self = part
  }

  /// Writes `i/n`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

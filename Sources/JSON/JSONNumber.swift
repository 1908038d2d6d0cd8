/// A JSON number as it is written, so that digits beyond the precision of a double survive.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
  /// The literal, as RFC 8259 allows it.
  public let text: String

  /// A literal that a parser has checked.
  package init(literal: String) { text = literal }

  /// A whole number.
  public init(_ value: Int) { text = "\(value)" }

  /// The shortest literal that reads back as the same double; whole values have no fraction. Nil
  /// for infinity and what is not a number.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    if let whole = Int(exactly: value), abs(value) < 0x1p53 {
      text = "\(whole)"
    } else {
      text = "\(value)"
    }
  }

  /// The literal.
  public var description: String { text }

  /// The number when it is whole and fits; `139.0` is whole.
  public var whole: Int? {
    if let value = Int(text) { return value }
    return Double(text).flatMap { abs($0) < 0x1p53 ? Int(exactly: $0) : nil }
  }

  /// The nearest double; nil where there is none, as for `1e999`.
  public var double: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }
}

/// One bit for each area range and overlap threshold: range * 10 + threshold.
///
/// 40 bits, so that any reader of JSON can hold them.
struct Judgements: Hashable, Sendable {
  static let thresholds = 10
  /// All thresholds of one range.
  static let everyThreshold: UInt64 = (1 << 10) - 1
  /// All thresholds of all ranges.
  static let everything: UInt64 = (1 << 40) - 1

  var bits: UInt64 = 0

  /// The thresholds of a range, the lowest first.
  func thresholds(in range: AreaRange) -> UInt16 {
    UInt16(truncatingIfNeeded: bits >> (range.rawValue * Judgements.thresholds))
      & UInt16(truncatingIfNeeded: Judgements.everyThreshold)
  }
}

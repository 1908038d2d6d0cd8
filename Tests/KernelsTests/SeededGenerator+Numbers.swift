import TestSupport

extension SeededGenerator {
  mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func chance(_ one: Int, in all: Int) -> Bool { whole(1...all) <= one }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  /// Scales of which many make ties and near ties.
  mutating func scale() -> Float {
    switch whole(0...2) {
    case 0: Float(sign: .plus, exponent: whole(-6...0), significand: 1)
    case 1: 0.1 * Float(whole(1...6))
    default: Float.random(in: 0.01...0.5, using: &self)
    }
  }

  mutating func zeroPoint(signed: Bool) -> Int {
    signed ? whole(-128...127) : whole(0...255)
  }
}

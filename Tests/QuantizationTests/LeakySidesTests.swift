import Graph
import Testing

@testable import Quantization

/// What leaky ReLUs as sums of two sides make of real numbers.
struct LeakySidesTests {
  /// A result with a slope.
  struct Case: Sendable {
    let slope: Float
    let result: QuantizationEncoding
  }

  private static let cases = [ElementType.uint8, .int8].flatMap { element in
    [Float(0.1), 0.2, 26 / 256, 0.01, 0.99, LeakySides.slopes.lowerBound].flatMap { slope in
      [0, 1, 23, 128, 255].map { numbersBelowZero in
        Case(
          slope: slope,
          result: QuantizationEncoding(
            element: element, scale: 0.037, numbersBelowZero: numbersBelowZero))
      }
    }
  }

  /// The sum of both sides, before it is stored.
  private func sum(_ x: Float, _ item: Case) -> Float {
    let sides = LeakySides(slope: item.slope, result: item.result)
    return sides.above.real(sides.above.stored(x))
      + sides.below.real(sides.below.stored(item.slope * x))
  }

  @Test("A number above 0 comes out as if the result alone had been rounded", arguments: cases)
  func above(item: Case) {
    for step in 1...1000 {
      let x = Float(step) * 0.0113
      #expect(item.result.stored(sum(x, item)) == item.result.stored(x), "\(x)")
    }
  }

  @Test("All that the result can store below 0 is reached, and 0 stays 0", arguments: cases)
  func below(item: Case) {
    #expect(sum(0, item) == 0)
    let lowest = 2 * item.result.lower / item.slope
    #expect(item.result.stored(sum(lowest, item)) == item.result.limits.lowerBound)
  }

  @Test("Below 0 the sum is at most half a step of its side from the leaky ReLU", arguments: cases)
  func roundingBelow(item: Case) {
    let side = LeakySides(slope: item.slope, result: item.result).below
    #expect(side.upper == 0)
    for step in 0...500 {
      let y = item.result.lower * Float(step) / 500
      #expect(abs(sum(y / item.slope, item) - y) <= side.scale * 0.501, "\(y)")
    }
    // Where 0 lies in the lower half of the result, a step of the side is no larger than one of it.
    if item.result.lower.magnitude <= item.result.upper {
      #expect(side.scale <= item.result.scale * 1.01)
    }
  }
}

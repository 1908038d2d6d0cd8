import Graph
import TestSupport
import Testing

@Suite("Requantization")
struct RequantizationTests {
  /// Worked out by hand from `QuantizeMultiplier` of TensorFlow Lite; its shift has the other sign.
  @Test(
    "Factors become the fixed-point numbers of TensorFlow Lite",
    arguments: [
      (0.5, 1 << 30, 0), (1, 1 << 30, -1), (0.25, 1 << 30, 1), (0.75, 3 << 29, 0), (0, 0, 0),
      // Rounds up to 2^31, which becomes 2^30 with another shift.
      (0.9999999999, 1 << 30, -1), (0x1p-33, 0, 0), (0x1p-32, 1 << 30, 31),
    ] as [(Double, Int32, Int32)])
  func fixedPoint(factor: Double, multiplier: Int32, shift: Int32) throws {
    let found = try #require(FixedPointFactor(factor))
    #expect(found.multiplier == multiplier && found.shift == shift)
  }

  @Test(
    "A factor that has no fixed-point number is none",
    arguments: [-1, .nan, .infinity, 0x1p30] as [Double])
  func noFixedPoint(factor: Double) { #expect(FixedPointFactor(factor) == nil) }

  @Test("A fixed-point number is within 2^-31 of its factor") func accuracy() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<1000 {
      let factor = Double.random(in: 1e-6...8, using: &random)
      let found = try #require(FixedPointFactor(factor))
      let value =
        Double(found.multiplier)
        * Double(sign: .plus, exponent: -31 - Int(found.shift), significand: 1)
      #expect(abs(value / factor - 1) <= 0x1p-31)
      #expect((1 << 30...Int32.max).contains(found.multiplier))
    }
  }

  @Test("Factors that are powers of two but for rounding become shifts, others are refused")
  func shifts() throws {
    let (x, y) = (Float(1) / 255, Float(0.0371))
    let scales = [0, 3, 9, -2].map { y / x / Float(sign: .plus, exponent: $0, significand: 1) }
    #expect(try SumFactors(.shift, x: x, filters: scales, y: y) == .shift([0, 3, 9, -2]))
    #expect(throws: OperationError.self) {
      try SumFactors(.shift, x: x, filters: [scales[0] * 1.001], y: y)
    }
    for scale in [Float.nan, .infinity, 0, -1] {
      #expect(throws: OperationError.self) {
        try SumFactors(.shift, x: x, filters: [scale], y: y)
      }
    }
  }

  @Test("Tables add as real numbers do, to the nearest value") func tables() {
    let a = QuantizationEncoding(element: .uint8, scale: 0.07, zeroPoint: 31)
    let b = QuantizationEncoding(element: .uint8, scale: 0.02, zeroPoint: 200)
    let y = QuantizationEncoding(element: .uint8, scale: 0.09, zeroPoint: 90)
    let sum = TabulatedAddition(a: a, b: b, y: y)
    for first in stride(from: 0, through: 255, by: 5) {
      for second in stride(from: 0, through: 255, by: 3) {
        let whole = (Int(sum.a[first]) + Int(sum.b[second]) + (1 << 13)) >> 14
        let real = Double(a.real(first)) + Double(b.real(second))
        let exact = real / Double(y.scale) + 90
        #expect(abs(Double(whole) - exact) <= 0.5001)
      }
    }
  }
}

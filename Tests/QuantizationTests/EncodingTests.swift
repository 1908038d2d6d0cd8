import Graph
import Testing

@Suite struct EncodingTests {
  @Test(
    "Zero is quantized exactly, and values beyond the range saturate",
    arguments: [ElementType.uint8, .int8])
  func zeroIsExact(element: ElementType) {
    let limits = QuantizationEncoding.limits(of: element)
    for zeroPoint in [limits.lowerBound, limits.lowerBound + 77, limits.upperBound] {
      let encoding = QuantizationEncoding(element: element, scale: 0.037, zeroPoint: zeroPoint)
      #expect(encoding.real(encoding.stored(0)) == 0)
      #expect(encoding.stored(-1e9) == limits.lowerBound)
      #expect(encoding.stored(1e9) == limits.upperBound)
    }
  }

  @Test("Halves are rounded to even") func halvesGoToEven() {
    let encoding = QuantizationEncoding(element: .uint8, scale: 1, zeroPoint: 10)
    #expect([0.5, 1.5, 2.5].map { encoding.stored($0) } == [10, 12, 12])
  }
}

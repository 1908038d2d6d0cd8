import Graph
import Quantization
import TestSupport
import Testing

@Suite struct RangeSearchTests {
  @Test(
    "16 bits cover twice what was seen, unless the range is to be exactly that, or a part of it",
    arguments: [ElementType.uint16, .int16])
  func wide(element: ElementType) {
    var histogram = Histogram()
    histogram.add((0...4000).map { Float($0 - 1000) / 1000 })
    func encoding(_ method: RangeMethod) -> QuantizationEncoding {
      RangeSearch(method, form: EncodingForm(element)).encoding(for: histogram)
    }
    for method in [RangeMethod.meanSquaredError, .entropy] {
      let found = encoding(method)
      #expect(found.element == element && abs(found.lower + 2) <= found.scale)
      #expect(abs(found.upper - 6) <= found.scale)
    }
    let seen = encoding(.minMax)
    #expect(abs(seen.lower + 1) <= seen.scale && abs(seen.upper - 3) <= seen.scale)
    #expect(encoding(.percentile(0.9)).upper < 2.9)
    #expect(seen.stored(1) - seen.zeroPoint == Int((1 / seen.scale).rounded()))
  }

  private static let methods: [RangeMethod] = [
    .minMax, .percentile(0.999), .entropy, .meanSquaredError,
  ]
  private static let leaky = Unary.Function.leakyRelu(slope: 0.1).callAsFunction

  @Test("Zero is exact and within every range", arguments: methods, [ElementType.uint8, .int8])
  func zeroIsExactAndCovered(method: RangeMethod, element: ElementType) {
    let search = RangeSearch(method, form: EncodingForm(element))
    for numbers: [Float] in [
      [3, 4, 5], [-3, -4], [-1, 2], [0, 1], [1e-30, 2e-30], [1e38, -3e38], [7],
      Samples.afterLeaky(1000, seed: 1),
    ] {
      let encoding = search.encoding(for: Histogram(of: numbers))
      #expect(encoding.element == element)
      #expect(encoding.real(encoding.stored(0)) == 0)
      #expect(encoding.lower <= 0 && encoding.upper >= 0)
      #expect((encoding.upper - encoding.lower).isFinite || numbers.contains { $0 > 1e37 })
    }
  }

  @Test("A tensor of zeros gets scale 1", arguments: methods)
  func nothingButZerosGetsScale1(method: RangeMethod) {
    for histogram in [Histogram(), Histogram(of: [0, -0.0]), Histogram(of: [.nan])] {
      #expect(histogram.isAllZero)
      let encoding = RangeSearch(method).encoding(for: histogram)
      #expect(encoding == QuantizationEncoding(element: .uint8, scale: 1, zeroPoint: 0))
    }
  }

  @Test("The minmax method clips nothing") func minMaxClipsNothing() {
    let numbers = Samples.heavyTailed(10_000, seed: 2)
    let histogram = Histogram(of: numbers)
    #expect(!histogram.isAllZero)
    let encoding = RangeSearch(.minMax).encoding(for: histogram)
    #expect(Objective(histogram).members[0].clippedFraction(of: encoding) == 0)
    let range = histogram.maximum - histogram.minimum
    #expect(abs(encoding.scale - range / 255) <= 1e-6 * encoding.scale)
    let positive = RangeSearch(.minMax).encoding(for: Histogram(of: [2, 5.1]))
    #expect(positive.zeroPoint == 0 && abs(positive.upper - 5.1) < 1e-6)
  }

  @Test("Percentiles are those of the sorted numbers", arguments: [0.9, 0.99, 0.9999])
  func percentilesAreThoseOfSortedNumbers(kept: Double) {
    for numbers in [
      Samples.normal(50_000, seed: 3), Samples.afterLeaky(50_000, seed: 3),
      Samples.afterRelu(50_000, seed: 3),
    ] {
      let sorted = numbers.sorted()
      let tail = Int(((1 - kept) / 2 * 50_000).rounded())
      let histogram = Histogram(of: numbers)
      let encoding = RangeSearch(.percentile(kept)).encoding(for: histogram)
      // Half a step for the zero point, one bin, and the distance of neighbours at the tail.
      let near = max(tail / 10, 2)
      func tolerance(_ i: Int) -> Float {
        sorted[min(i + near, 49_999)] - sorted[max(i - near, 0)] + encoding.scale / 2
          + histogram.binWidth
      }
      #expect(abs(encoding.lower - min(sorted[tail], 0)) <= tolerance(tail))
      #expect(abs(encoding.upper - sorted[49_999 - tail]) <= tolerance(49_999 - tail))
    }
  }

  /// The least noise over a fine grid of scales and all zero points.
  private static func bruteForce(_ objective: Objective, largest: Float) -> Double {
    var least = Double.infinity
    var scale = largest / 100
    while scale > largest / 20_000 {
      for zeroPoint in stride(from: 0, through: 255, by: 1) {
        let encoding = QuantizationEncoding(element: .uint8, scale: scale, zeroPoint: zeroPoint)
        least = min(least, objective.noise(of: encoding))
      }
      scale *= 0.99
    }
    return least
  }

  @Test(
    "The mse method comes within 1 % of the least mean squared error", arguments: [1, 2],
    [true, false])
  func meanSquaredErrorIsTheLeast(seed: UInt64, isThrough: Bool) {
    for numbers in [
      Samples.normal(30_000, seed: seed), Samples.heavyTailed(30_000, seed: seed),
      Samples.afterLeaky(30_000, seed: seed), Samples.afterRelu(30_000, seed: seed),
    ] {
      let histogram = Histogram(of: numbers)
      let objective = Objective(histogram, through: isThrough ? Self.leaky : nil)
      let encoding = RangeSearch(.meanSquaredError).encoding(for: objective)
      let least = Self.bruteForce(
        objective, largest: max(histogram.maximum, -histogram.minimum))
      #expect(objective.noise(of: encoding) <= 1.01 * least)
      let minMax = RangeSearch(.minMax).encoding(for: objective)
      #expect(objective.noise(of: encoding) <= objective.noise(of: minMax))
    }
  }

  @Test("On heavy tails the mse method has less noise than the minmax method")
  func heavyTailsAreClipped() {
    let numbers = Samples.normal(200_000, seed: 7).map { $0 * $0.magnitude }
    let histogram = Histogram(of: numbers)
    let best = RangeSearch(.meanSquaredError).encoding(for: histogram)
    let minMax = RangeSearch(.minMax).encoding(for: histogram)
    // With 255 steps the tail is dear to clip, so not more is to be had.
    #expect(
      DirectError.noise(of: best, on: numbers) < 0.9 * DirectError.noise(of: minMax, on: numbers))
  }

  @Test("Errors are counted after the activation function") func errorsAreCountedAfterTheFunction()
  {
    let numbers = Samples.heavyTailed(100_000, seed: 8)
    let histogram = Histogram(of: numbers)
    let search = RangeSearch(.meanSquaredError)
    let plain = search.encoding(for: histogram)
    let aware = search.encoding(for: histogram, through: Self.leaky)
    let (before, after) = (
      DirectError.noise(of: plain, on: numbers, through: Self.leaky),
      DirectError.noise(of: aware, on: numbers, through: Self.leaky)
    )
    #expect(after < 0.8 * before)
    #expect(aware.lower > plain.lower)
    // Nothing below 0 is worth a step before relu.
    let relu = search.encoding(for: histogram, through: { max($0, 0) })
    #expect(relu.zeroPoint == 0)
  }

  @Test("A group shares the best encoding") func groupsShareTheBestEncoding() {
    let members = [
      Samples.normal(40_000, seed: 9).map { $0 / 4 }, Samples.afterRelu(40_000, seed: 9),
    ]
    let objective = Objective(members.map { Objective.Candidate(Histogram(of: $0)) })
    let search = RangeSearch(.meanSquaredError)
    let shared = search.encoding(for: objective)
    func noise(_ encoding: QuantizationEncoding) -> Double {
      members.reduce(0.0) {
        $0 + DirectError.noise(of: encoding, on: $1) / DirectError.power(of: $1)
      }
    }
    for member in members {
      #expect(noise(shared) < noise(search.encoding(for: Histogram(of: member))))
    }
    let all = Histogram(of: members[0] + members[1])
    #expect(noise(shared) < noise(search.encoding(for: all)))
    for method in [RangeMethod.minMax, .percentile(0.999), .entropy] {
      let search = RangeSearch(method)
      #expect(search.encoding(for: objective) == search.encoding(for: all))
    }
  }
}

@Suite struct EncodingFormTests {
  private static let samples: [[Float]] = [
    Samples.normal(20_000, seed: 11), Samples.afterLeaky(20_000, seed: 12),
    Samples.afterRelu(20_000, seed: 13), Samples.heavyTailed(20_000, seed: 14),
  ]

  @Test("Symmetric encodings have the zero point in the middle and cover both ends")
  func symmetric() {
    for (element, middle) in [(ElementType.int8, 0), (.uint8, 128)] {
      let search = RangeSearch(.minMax, form: EncodingForm(element, isSymmetric: true))
      for numbers in EncodingFormTests.samples {
        let histogram = Histogram(of: numbers)
        let encoding = search.encoding(for: histogram)
        #expect(encoding.zeroPoint == middle)
        let largest = max(histogram.maximum / 127, -histogram.minimum / 128)
        #expect(abs(encoding.scale - largest) <= 1e-6 * largest)
      }
      #expect(search.encoding(for: Histogram(of: [0])).zeroPoint == middle)
    }
  }

  @Test("A power of two is the one with the least error of all", arguments: [false, true])
  func powerOfTwo(isSymmetric: Bool) {
    let form = EncodingForm(.int8, isSymmetric: isSymmetric, hasPowerOfTwoScale: true)
    for numbers in EncodingFormTests.samples {
      let objective = Objective(Histogram(of: numbers))
      let found = RangeSearch(.meanSquaredError, form: form).encoding(for: objective)
      #expect(found.scale.significand == 1)
      // All scales and, where they are free, all zero points.
      var least = Double.infinity
      for exponent in -20...10 {
        for zeroPoint in isSymmetric ? 0...0 : -128...127 {
          let encoding = QuantizationEncoding(
            element: .int8, scale: Float(sign: .plus, exponent: exponent, significand: 1),
            zeroPoint: zeroPoint)
          least = min(least, objective.noise(of: encoding))
        }
      }
      #expect(objective.noise(of: found) <= least * 1.02)
    }
  }
}

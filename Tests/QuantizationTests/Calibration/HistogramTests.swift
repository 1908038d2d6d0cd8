import Kernels
import Quantization
import TestSupport
import Testing

@Suite struct HistogramTests {
  /// The definition, in double precision: the bins of numbers other than 0.
  private static func definition(_ numbers: [Float]) -> (exponent: Int, counts: [Int: UInt64]) {
    let finite = numbers.filter(\.isFinite).map(Double.init)
    let largest = finite.map(\.magnitude).max() ?? 0
    var exponent = -100
    func width() -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
    while largest >= 4096 * width() { exponent += 1 }
    var counts: [Int: UInt64] = [:]
    for number in finite where number != 0 {
      let whole = Int(number.magnitude / width())
      counts[number < 0 ? -1 - whole : whole, default: 0] += 1
    }
    return (exponent, counts)
  }

  private static func expectDefinition(_ histogram: Histogram, _ numbers: [Float]) {
    let (exponent, expected) = definition(numbers)
    let finite = numbers.filter(\.isFinite)
    var found: [Int: UInt64] = [:]
    for (index, count) in histogram.counts.enumerated() where count > 0 {
      found[histogram.firstBin + index] = count
    }
    #expect(found == expected)
    #expect(finite.isEmpty || histogram.exponent == exponent)
    #expect(histogram.minimum == finite.min() ?? .infinity)
    #expect(histogram.maximum == finite.max() ?? -.infinity)
    #expect(histogram.zeros == UInt64(finite.count { $0 == 0 }))
    #expect(histogram.count == UInt64(finite.count))
    #expect(histogram.nonFinite == UInt64(numbers.count - finite.count))
  }

  /// Every instruction set of this machine.
  static let sets: [UInt32] = (0...5).filter { dk_isa_available(dk_isa(rawValue: $0)) }

  @Test("Counts equal the definition with every instruction set", arguments: sets)
  func countsEqualTheDefinition(instructionSet: UInt32) {
    let before = dk_isa_current()
    #expect(dk_isa_select(dk_isa(rawValue: instructionSet)))
    defer { dk_isa_select(before) }
    let odd: [Float] = [
      0, -0.0, 1, -1, 4095, 4096, -4096, 0.25, -0.25, .nan, .infinity, -.infinity, -.nan,
      .leastNormalMagnitude / 64, -.leastNormalMagnitude / 64, .leastNonzeroMagnitude,
      -.leastNonzeroMagnitude,
    ]
    for seed in 0..<60 {
      var random = SeededGenerator(seed: UInt64(seed))
      let count = seed == 59 ? 140_001 : Int.random(in: 0...3000, using: &random)
      let scale = Float(sign: .plus, exponent: seed - 30, significand: 1)
      var numbers = random.floats(count).map { $0 * scale }
      for index in numbers.indices where seed % 3 == 0 && Bool.random(using: &random) {
        numbers[index] = odd.randomElement(using: &random) ?? 0
      }
      // Any start, and an end next to numbers that must not be counted.
      let first = Int.random(in: 0...min(7, count), using: &random)
      var histogram = Histogram()
      (numbers + [1e30, 1e30]).withUnsafeBufferPointer {
        histogram.add(UnsafeBufferPointer(rebasing: $0[first..<count]))
      }
      Self.expectDefinition(histogram, Array(numbers[first...]))
    }
  }

  @Test("An edge belongs to the bin away from zero") func edgesBelongToTheBinAwayFromZero() {
    // The largest is 4095 widths of 1 away.
    let histogram = Histogram(of: [4095.5, 3, -3, 2.999, -2.999, 0, -0.0])
    #expect(histogram.exponent == 0)
    #expect(histogram.firstBin == -4)
    #expect(histogram.counts.prefix(8) == [1, 1, 0, 0, 0, 0, 1, 1])
    #expect(histogram.zeros == 2)
    #expect(histogram.minimum == -3)
  }

  @Test(
    "Extreme numbers are counted by the definition",
    arguments: [
      [Float.greatestFiniteMagnitude, -.greatestFiniteMagnitude, -.leastNonzeroMagnitude, 1],
      [.leastNonzeroMagnitude, -.leastNonzeroMagnitude],
      [.leastNormalMagnitude / 64, 3e-30, -1e-30],
      [0, -0.0], [-7.25],
      [.nan, .infinity], [],
    ])
  func extremesEqualTheDefinition(numbers: [Float]) {
    var oneByOne = Histogram()
    for number in numbers { oneByOne.add([number]) }
    Self.expectDefinition(oneByOne, numbers)
    #expect(oneByOne == Histogram(of: numbers))
    #expect(oneByOne == Histogram(of: numbers.reversed()))
  }

  @Test("Order and division into parts do not change the histogram")
  func orderAndShardsLeaveNoTrace() {
    for seed in 0..<20 {
      var random = SeededGenerator(seed: UInt64(seed))
      // Magnitudes from 1e-6 to 1e6, so that bins are merged again and again.
      let numbers = (0..<5000).map { _ in
        Float.random(in: -1...1, using: &random) * .random(in: 0...1, using: &random)
          * Float(sign: .plus, exponent: Int.random(in: -20...20, using: &random), significand: 1)
      }
      let whole = Histogram(of: numbers)
      var shuffled = Histogram()
      var rest = numbers.shuffled(using: &random)[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...700, using: &random)
        shuffled.add(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(shuffled == whole)
      var shards = (0..<4).map { shard in
        Histogram(of: numbers.indices.filter { $0 % 4 == shard }.map { numbers[$0] })
      }
      shards.append(Histogram())
      shards.shuffle(using: &random)
      let merged = shards.dropFirst().reduce(into: shards[0]) { $0.merge($1) }
      #expect(merged == whole)
    }
  }

  @Test("Growing the range keeps counts") func growthKeepsCounts() {
    let small = Samples.normal(10_000, seed: 1)
    var histogram = Histogram(of: small)
    let before = histogram.binWidth
    histogram.add([1000])
    #expect(histogram.binWidth > 64 * before)
    #expect(histogram.count == 10_001)
    #expect(histogram == Histogram(of: [1000] + small))
    histogram.add([.infinity, .nan, 1000])
    #expect(histogram.count == 10_002)
    #expect(histogram.nonFinite == 2)
  }

  @Test("The larger side has at least 2048 bins") func largerSideHasAtLeast2048Bins() {
    for maximum: Float in [1, 1.999, 2, 3.7, 1e-20, 1e20] {
      let histogram = Histogram(of: [0, maximum])
      #expect((2048...4096).contains(histogram.counts.count))
    }
  }

  @Test("Moments are those of the numbers") func momentsAreThoseOfTheNumbers() {
    let numbers = Samples.afterLeaky(50_000, seed: 3)
    let histogram = Histogram(of: numbers)
    let mean = numbers.reduce(0.0) { $0 + Double($1) } / 50_000
    let power = numbers.reduce(0.0) { $0 + Double($1) * Double($1) } / 50_000
    // A number is at most half a bin from where it is taken to be.
    #expect(abs(histogram.mean - mean) <= Double(histogram.binWidth) / 2)
    #expect(abs(histogram.power - power) <= 0.005 * power)
    #expect(histogram.bins.reduce(0) { $0 + $1.count } == histogram.count)
    #expect(histogram.bins.allSatisfy { histogram.minimum...histogram.maximum ~= $0.value })
    #expect(zip(histogram.bins, histogram.bins.dropFirst()).allSatisfy { $0.value < $1.value })
    #expect(Histogram().mean == 0 && Histogram().power == 0 && Histogram().bins.isEmpty)
    #expect(Histogram(of: [-7.25, -7.25]).mean == -7.25)
  }

  @Test("Mapping a histogram counts the function's values")
  func mappingIsCountingWhatTheFunctionMakes() {
    let numbers = Samples.heavyTailed(50_000, seed: 4) + [.nan]
    let histogram = Histogram(of: numbers)
    for function: (Float) -> Float in [{ max($0, 0) }, { $0 < 0 ? 0.1 * $0 : $0 }, { -3 * $0 }] {
      let mapped = histogram.mapped(function)
      let direct = Histogram(of: numbers.map(function))
      #expect(mapped.count == direct.count)
      #expect(mapped.nonFinite == 1)
      #expect(mapped.minimum == direct.minimum && mapped.maximum == direct.maximum)
      #expect(mapped.zeros == direct.zeros)
      // Half a bin, stretched by at most 3.
      #expect(abs(mapped.mean - direct.mean) <= 2 * Double(histogram.binWidth))
      #expect(abs(mapped.power - direct.power) <= 0.005 * direct.power)
    }
    let roots = Histogram(of: [-1, 0, 4]).mapped { $0.squareRoot() }
    #expect(roots.nonFinite == 1 && roots.zeros == 1 && roots.maximum == 2)
  }
}

import Graph
import Quantization
import TestSupport
import Testing

@Suite struct WeightQuantizerTests {
  @Test("The largest magnitude becomes the largest quantized value", arguments: [127, 64])
  func largestMagnitudeBecomesTheLimit(limit: Int) {
    var random = SeededGenerator(seed: 1)
    let weights = random.floats(6 * 20)
    let found = WeightQuantizer(rule: .maximum, limit: limit).quantized(weights, channels: 6)
    #expect(found.scales.count == 6)
    for channel in 0..<6 {
      let row = found.values[found.row(channel)]
      #expect(row.map { abs(Int($0)) }.max() == limit)
      for (weight, rounded) in zip(weights[found.row(channel)], found.weights[found.row(channel)]) {
        // Half a step, and the rounding of the division.
        #expect(abs(weight - rounded) <= found.scales[channel] * 0.50001)
      }
    }
  }

  @Test("Per tensor there is one scale") func oneScaleForTheTensor() {
    let found = WeightQuantizer(granularity: .perTensor, rule: .maximum)
      .quantized([1.27, -0.5, 0.1, 0.004], channels: 2)
    #expect(found.scales == [1.27 / 127])
    #expect(found.values == [127, -50, 10, 0])
  }

  @Test(
    "Where scales are powers of two of a unit, each is the one of least error",
    arguments: [WeightQuantizer.Granularity.perChannel, .perTensor])
  func powersOfTwo(granularity: WeightQuantizer.Granularity) {
    var random = SeededGenerator(seed: 4)
    let weights: [Float] = random.floats(6 * 50).enumerated().map {
      $1 * Float($0 / 50 + 1) * 0.3
    }
    let unit: Float = 0.0123
    func error(_ scale: Float, _ weights: some Sequence<Float>) -> Float {
      weights.reduce(0) { sum, weight in
        let whole = min(max((weight / scale).rounded(.toNearestOrEven), -127), 127)
        return sum + (whole * scale - weight) * (whole * scale - weight)
      }
    }
    let found = WeightQuantizer(granularity: granularity, rule: .maximum, unit: unit)
      .quantized(weights, channels: 6)
    for (index, scale) in found.scales.enumerated() {
      #expect((scale / unit).significand == 1)
      let own = found.scales.count == 1 ? weights[...] : weights[found.row(index)]
      for exponent in -8...8 {
        let other = unit * Float(sign: .plus, exponent: exponent, significand: 1)
        #expect(error(scale, own) <= error(other, own) * 1.0001)
      }
    }
  }

  @Test("Sums that would leave 32 bits raise a scale to another power of two") func raisedPower() {
    let quantizer = WeightQuantizer(unit: 0.01)
    let weights: [Float] = [1e-9, 2e-9, -1e-9]
    let input = QuantizationEncoding(element: .uint8, scale: 0.1, zeroPoint: 0)
    let found = quantizer.integers(
      quantizer.quantized(weights, channels: 1), weights: weights, bias: [1000], input: input)
    #expect(!found.raised.isEmpty)
    #expect((found.filters.scales[0] / 0.01).significand == 1)
  }

  @Test("Halves are rounded to even") func halvesGoToEven() {
    let found = WeightQuantizer(rule: .maximum, limit: 64)
      .quantized([64, 0.5, 1.5, -2.5], channels: 1)
    #expect(found.values == [64, 0, 2, -2])
  }

  /// An outlier in a column that matters little is cut off, in one that matters much it is not.
  @Test("An outlier is clipped where its column matters little") func leastErrorFollowsImportance()
  {
    var random = SeededGenerator(seed: 2)
    let weights: [Float] = random.floats(400).map { $0 * 0.5 } + [1]
    let some = Array(repeating: Float(1), count: 400)
    func error(_ filters: QuantizedFilters, _ importance: [Float]) -> Float {
      zip(zip(weights, filters.weights), importance).reduce(0) { sum, term in
        let difference = term.0.0 - term.0.1
        return sum + term.1 * difference * difference
      }
    }
    let plain = WeightQuantizer(rule: .maximum).quantized(weights, channels: 1)
    for last: Float in [1e-4, 100] {
      let importance = some + [last]
      let found = WeightQuantizer(rule: .leastError)
        .quantized(weights, channels: 1, importance: importance)
      #expect(error(found, importance) <= error(plain, importance))
      #expect((found.scales[0] < 0.7 * plain.scales[0]) == (last < 1))
    }
  }

  @Test("Channels without weights get the scale of the largest")
  func channelsWithoutWeightsGetTheScaleOfTheLargest() {
    let found = WeightQuantizer(rule: .leastError)
      .quantized([0, 0, 0.5, -1, 0.1, 0.2], channels: 3)
    #expect(found.scales[0] == Float(1) / 127)
    #expect(found.values.prefix(2) == [0, 0])
    let nothing = WeightQuantizer().quantized([0, 0], channels: 1)
    #expect(nothing.scales == [1] && nothing.values == [0, 0])
  }
}

import Graph
import Quantization
import TestSupport
import Testing

@Suite struct BiasTests {
  private let input = QuantizationEncoding(element: .uint8, scale: 0.02, zeroPoint: 17)

  @Test("A bias is rounded half to even in its channel's unit and saturates")
  func unitsAreProductsOfFloats() {
    let found = WeightQuantizer().bias([1, -3, 0.5], units: [0.25, 2, 1])
    // Halves go to the even number.
    #expect(found == [4, -2, 0])
    #expect(WeightQuantizer().bias([1e30, -1e30, .nan], units: [1]) == [.max, .min, 0])
  }

  @Test(
    "Ordinary layers keep their scales",
    arguments: [WeightQuantizer.Granularity.perChannel, .perTensor])
  func ordinaryLayersStayAsTheyAre(granularity: WeightQuantizer.Granularity) {
    var random = SeededGenerator(seed: 3)
    let (weights, bias) = (random.floats(8 * 50), random.floats(8))
    let quantizer = WeightQuantizer(granularity: granularity)
    let filters = quantizer.quantized(weights, channels: 8)
    let found = quantizer.integers(filters, weights: weights, bias: bias, input: input)
    #expect(found.filters == filters)
    #expect(found.raised.isEmpty)
    for channel in 0..<8 {
      let unit = input.scale * filters.scale(of: channel)
      #expect(abs(Float(found.biases[channel]) * unit - bias[channel]) <= unit * 0.501)
    }
  }

  /// All but dead channels: a large bias and weights that are far below it.
  @Test(
    "Scales are raised where sums would not fit in 32 bits",
    arguments: [WeightQuantizer.Granularity.perChannel, .perTensor])
  func scalesAreRaisedWhereSumsWouldNotFit(granularity: WeightQuantizer.Granularity) throws {
    var random = SeededGenerator(seed: 4)
    let weights = random.floats(3 * 64).enumerated().map { index, weight in
      granularity == .perTensor || index / 64 == 1 ? weight * 1e-9 : weight
    }
    let bias: [Float] = [0.3, -40, 0.1]
    let quantizer = WeightQuantizer(granularity: granularity)
    let filters = quantizer.quantized(weights, channels: 3)
    let found = quantizer.integers(filters, weights: weights, bias: bias, input: input)
    #expect(found.raised.map(\.channel) == [granularity == .perTensor ? 0 : 1])
    let raised = try #require(found.raised.first)
    #expect(raised.after > raised.before)
    for channel in 0..<3 {
      let unit = Double(input.scale) * Double(found.filters.scale(of: channel))
      // Half a unit; the unit itself is a float.
      let error = abs(Double(found.biases[channel]) * unit - Double(bias[channel]))
      #expect(error <= 0.5 * unit + 1e-7 * Double(abs(bias[channel])))
      // The most and the least that inputs can make of the sum.
      let row = found.filters.values[found.filters.row(channel)].map { Int64($0) }
      let most = row.reduce(0) { $0 + max($1 * (255 - 17), $1 * -17) }
      let least = row.reduce(0) { $0 + min($1 * (255 - 17), $1 * -17) }
      #expect(Int64(found.biases[channel]) + most <= Int64(Int32.max))
      #expect(Int64(found.biases[channel]) + least >= Int64(Int32.min))
    }
    if granularity == .perChannel {
      #expect(found.filters.scales[0] == filters.scales[0])
      #expect(found.filters.values[filters.row(0)] == filters.values[filters.row(0)])
    }
  }

  /// No products at all: the bias alone decides.
  @Test("Channels without weights keep their bias") func deadChannelsKeepTheirBias() {
    let quantizer = WeightQuantizer()
    let filters = quantizer.quantized([0, 0, 0.1, -0.1], channels: 2)
    let found = quantizer.integers(
      filters, weights: [0, 0, 0.1, -0.1], bias: [5e8, 0.25], input: input)
    let unit = input.scale * found.filters.scales[0]
    #expect(abs(Float(found.biases[0]) * unit / 5e8 - 1) < 1e-6)
    #expect(found.raised.map(\.channel) == [0])
  }

  @Test("Scales too small to multiply are raised") func scalesTooSmallToMultiplyAreRaised() throws {
    let filters = QuantizedFilters(values: [1, 2], scales: [0x1p-130], channels: 1)
    let found = WeightQuantizer().integers(
      filters, weights: [0x1p-130, 0x1p-129], bias: [0], input: input)
    #expect((input.scale * found.filters.scales[0]).isNormal)
    #expect(found.filters.values == [0, 0])
    #expect(found.biases == [0])
  }
}

import Graph

extension WeightQuantizer {
  /// Rounds biases to whole multiples of their units, limited to 32 bits; what is not finite
  /// becomes 0.
  ///
  /// - Parameter units: input scale · filter scale, multiplied in float32 as ONNX Runtime does; one
  ///   for each bias or a single one.
  public func bias(_ real: [Float], units: [Float]) -> [Int32] {
    real.indices.map { index in
      let unit = units[units.count == 1 ? 0 : index]
      let whole = (Double(real[index]) / Double(unit)).rounded(.toNearestOrEven)
      return whole.isFinite ? Int32(min(max(whole, -0x1p31), 0x1p31 - 1)) : 0
    }
  }

  /// Rounds biases and makes sure that no sum of products and bias leaves 32 bits; of an input of 16
  /// bits that no bias does.
  ///
  /// Where one could, or where the product of the scales is not a normal number, the scale of the
  /// channel (of the tensor, where it has one scale) is raised until all fit, and its filters are
  /// rounded again to the nearest. That happens to channels that are all but dead: weights so small
  /// that the bias is many times all they can add. Nothing is lost by their coarser weights.
  ///
  /// - Parameters:
  ///   - filters: the rounded filters.
  ///   - weights: the filters they stand for, in the same order.
  ///   - bias: one real number for each output channel.
  ///   - input: how the input is stored.
  /// - Precondition: `weights` and `bias` fit the filters.
  public func integers(
    _ filters: QuantizedFilters, weights: [Float], bias: [Float], input: QuantizationEncoding
  ) -> IntegerFilters {
    precondition(weights.count == filters.values.count && bias.count == filters.channels)
    var filters = filters
    var raised: [IntegerFilters.Raised] = []
    let rowsOfScale = filters.scales.count == 1 ? filters.channels : 1
    for index in filters.scales.indices {
      let rows = index * rowsOfScale..<(index + 1) * rowsOfScale
      let before = filters.scales[index]
      // Each turn raises the scale at least by a thousandth and, but for rounding, as far as needed.
      for _ in 0..<WeightQuantizer.mostTurns {
        let excess = rows.lazy.map { channel in
          SumRange(filters, channel, input).excess(bias: bias[channel])
        }.max()
        guard let excess, excess > 1 else { break }
        filters.scales[index] = allowed(filters.scales[index] * Float(excess) * 1.001)
        for channel in rows { round(weights, row: channel, of: &filters) }
      }
      if filters.scales[index] != before {
        raised.append(.init(channel: index, before: before, after: filters.scales[index]))
      }
    }
    let units =
      hasShortBiases
      ? [shortBiasScale(of: bias, units: filters.scales.map { $0 * input.scale })]
      : (0..<filters.channels).map { filters.scale(of: $0) * input.scale }
    let biases = self.bias(bias, units: units)
    let limit = Int32(WeightQuantizer.fullLimit)
    return IntegerFilters(
      filters: filters,
      biases: hasShortBiases ? biases.map { min(max($0, -limit), limit) } : biases,
      biasScales: units, raised: raised)
  }

  /// The scale of biases of 8 bits: the least squared error, but not finer than a product and not
  /// coarser than 2^15 products, between which hardware can shift one to the other.
  private func shortBiasScale(of bias: [Float], units: [Float]) -> Float {
    let limit = Float(WeightQuantizer.fullLimit)
    let largest = bias.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    let best = shrunk(allowed(usable(largest / limit, instead: 1))) { scale in
      bias.reduce(0) { sum, real in
        let stored = min(max((real / scale).rounded(.toNearestOrEven), -limit), limit) * scale
        return sum + (real - stored) * (real - stored)
      }
    }
    let (least, most) = (units.max() ?? best, (units.min() ?? best) * 0x1p15)
    return max(min(best, most), least)
  }

  private static let mostTurns = 64
}

/// What the products of an output channel can add up to.
private struct SumRange {
  private let unit: Float
  private var least: Int64 = 0
  private var most: Int64 = 0

  init(_ filters: QuantizedFilters, _ channel: Int, _ input: QuantizationEncoding) {
    unit = input.scale * filters.scale(of: channel)
    // Whoever sums products of 16 bits has more than 32 for that: LiteRT's kernels have 64.
    guard input.element.isByte else { return }
    let low = Int64(input.limits.lowerBound - input.zeroPoint)
    let high = Int64(input.limits.upperBound - input.zeroPoint)
    for value in filters.values[filters.row(channel)] {
      least += Int64(value) * (value > 0 ? low : high)
      most += Int64(value) * (value > 0 ? high : low)
    }
  }

  /// By which factor the scale must grow for all sums to fit in 32 bits; 1 or less when they do.
  func excess(bias: Float) -> Double {
    guard unit.isNormal else { return unit < 1 ? 0x1p32 : 1 }
    let whole = bias.isFinite ? (Double(bias) / Double(unit)).rounded(.toNearestOrEven) : 0
    // A larger scale makes both terms smaller.
    let needed = max(whole + Double(most), -whole - Double(least) - 1)
    return needed / (0x1p31 - 1)
  }
}

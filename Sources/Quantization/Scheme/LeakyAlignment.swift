import Graph

/// Leaky ReLU between two stored tensors with the same scale.
///
/// With one scale on both sides, numbers above 0 pass the activation unchanged and are rounded only
/// once. What lies below 0 is then coarser behind the activation, and takes numbers away from what
/// lies above; whether that is worth it is measured on the histogram of the operand.
struct LeakyAlignment {
  /// The slope below 0.
  let slope: Float
  /// The centre of each bin of the operand, and its share of all numbers.
  private let bins: [(center: Float, share: Float)]
  /// The mean square behind the activation.
  private let power: Double

  init(slope: Float, histogram: Histogram) {
    self.slope = slope
    let total = Float(max(histogram.count, 1))
    bins = histogram.bins.map { ($0.value, Float($0.count) / total) }
    power = bins.reduce(0) { sum, bin in
      let value = Double(bin.center > 0 ? bin.center : slope * bin.center)
      return sum + value * value * Double(bin.share)
    }
  }

  /// The mean squared error behind the activation relative to the power there, for scales and
  /// quantized values on both sides.
  func noise(_ before: QuantizationEncoding, _ after: QuantizationEncoding) -> Double {
    let ratio = before.scale / after.scale
    return noise(
      scale: before.scale, levels: before.levels, outScale: after.scale, ratio: ratio,
      outLevels: after.levels)
  }

  private func noise(
    scale: Float, levels: ClosedRange<Float>, outScale: Float, ratio: Float,
    outLevels: ClosedRange<Float>
  ) -> Double {
    guard power > 0 else { return 0 }
    let inverse = 1 / scale
    var sum = 0.0
    for bin in bins {
      let x = bin.center
      let level = min(
        max((x * inverse).rounded(.toNearestOrEven), levels.lowerBound), levels.upperBound)
      let activated = (level > 0 ? level : slope * level) * ratio
      let out = min(
        max(activated.rounded(.toNearestOrEven), outLevels.lowerBound), outLevels.upperBound)
      let error = out * outScale - (x > 0 ? x : slope * x)
      sum += Double(error * error * bin.share)
    }
    return sum / power
  }

  /// The encoding of the operand with a given scale that loses least, and what it loses, when the
  /// result has the same scale.
  func operand(
    scale: Float, element: ElementType
  ) -> (encoding: QuantizationEncoding, noise: Double) {
    func measured(_ below: Int) -> Double {
      let outBelow = (slope * Float(below)).rounded(.up)
      return noise(
        scale: scale, levels: -Float(below)...Float(255 - below), outScale: scale, ratio: 1,
        outLevels: -outBelow...255 - outBelow)
    }
    var best = (below: 0, noise: measured(0))
    var step = 16
    for below in stride(from: step, through: 192, by: step) {
      let noise = measured(below)
      if noise < best.noise { best = (below, noise) }
    }
    while step > 1 {
      step /= 2
      for below in [best.below - step, best.below + step] where (0...255).contains(below) {
        let noise = measured(below)
        if noise < best.noise { best = (below, noise) }
      }
    }
    return (
      QuantizationEncoding(element: element, scale: scale, numbersBelowZero: best.below),
      best.noise
    )
  }
}

extension QuantizationEncoding {
  /// The quantized values relative to the zero point.
  var levels: ClosedRange<Float> {
    Float(limits.lowerBound - zeroPoint)...Float(limits.upperBound - zeroPoint)
  }

  /// The encoding that stores a number of multiples of the scale below 0.
  init(element: ElementType, scale: Float, numbersBelowZero: Int) {
    let limits = QuantizationEncoding.limits(of: element)
    self.init(element: element, scale: scale, zeroPoint: limits.lowerBound + numbersBelowZero)
  }
}

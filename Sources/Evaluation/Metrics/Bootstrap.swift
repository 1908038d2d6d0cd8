/// How far average precision varies when images are drawn again, with replacement, as many as
/// there are (Efron 1979).
///
/// Detections are not matched again: only the weight of each image changes.
public struct Bootstrap: Hashable, Sendable {
  /// How many times the images are drawn.
  public var resamples: Int
  /// The same seed gives the same interval.
  public var seed: UInt64
  /// How sure the interval is meant to be.
  public var level: Double

  /// Creates a bootstrap.
  ///
  /// - Parameters:
  ///   - resamples: how often to draw; taken as at least 1.
  ///   - level: 0 to 1.
  public init(resamples: Int = 1000, seed: UInt64 = 0, level: Double = 0.95) {
    self.resamples = max(1, resamples)
    self.seed = seed
    self.level = min(max(level, 0), 1)
  }

  /// How many times each image is in a sample.
  public func weights(images: Int, resample: Int) -> [Int] {
    // Streams of SplitMix64 (Steele et al. 2014), one for each sample.
    var state = Bootstrap.mixed(seed &+ UInt64(bitPattern: Int64(resample)) &* Bootstrap.increment)
    var weights = Array(repeating: 0, count: images)
    for _ in 0..<images {
      state &+= Bootstrap.increment
      weights[Int(Bootstrap.mixed(state).multipliedFullWidth(by: UInt64(images)).high)] += 1
    }
    return weights
  }

  private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

  private static func mixed(_ state: UInt64) -> UInt64 {
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  func interval(
    of categories: [RankedCategory], images: Int, around metrics: DetectionMetrics
  ) -> BootstrapInterval {
    let samples = samples(of: categories, images: images).compactMap { $0 }
    return BootstrapInterval(
      level: level, resamples: resamples, seed: seed,
      ap: .init(around: metrics.ap, samples.map(\.ap), level: level),
      ap50: .init(around: metrics.ap50, samples.map(\.ap50), level: level))
  }

  /// The metrics of each sample; nil for one without any object, which has none.
  func samples(
    of categories: [RankedCategory], images: Int
  ) -> [(ap: Double, ap50: Double)?] {
    var curves = Curves()
    return (0..<resamples).map { resample in
      let weights = weights(images: images, resample: resample)
      var (ap, ap50, count) = (0.0, 0.0, 0.0)
      for category in categories where curves.compute(category, weights: weights) {
        ap += curves.mean
        ap50 += curves.mean(at: Thresholds.half)
        count += 1
      }
      return count > 0 ? (ap / count, ap50 / count) : nil
    }
  }
}

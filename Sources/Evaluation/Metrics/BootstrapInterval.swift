/// Bounds for what average precision would be on all images of the kind.
///
/// The basic (or reverse percentile) interval: Davison and Hinkley, Bootstrap Methods and their
/// Application, 1997, section 2.4. Average precision is higher on few images than on many, in
/// samples of samples still more; quantiles of the samples themselves are off by this twice. Drawn
/// from 300 images of COCO, 100 images had intervals of quantiles around the metric of all 300
/// in half of the cases, basic ones in four of five.
public struct BootstrapInterval: Hashable, Sendable, Codable {
  /// The bounds of one metric; -1 where there are no objects.
  public struct Bounds: Hashable, Sendable, Codable {
    /// Not below 0.
    public var lower: Double
    /// Not above 1.
    public var upper: Double

    /// As far from the metric as `level` of the samples are, on the other side.
    ///
    /// Quantiles are interpolated linearly between samples.
    init(around metric: Double, _ samples: [Double], level: Double) {
      guard metric >= 0, let bounds = samples.basicInterval(around: metric, level: level) else {
        (lower, upper) = (-1, -1)
        return
      }
      lower = min(max(bounds.lower, 0), 1)
      upper = min(max(bounds.upper, 0), 1)
    }
  }

  /// How sure it is meant to be, 0 to 1.
  public var level: Double
  /// How many samples were drawn.
  public var resamples: Int
  /// Where the random numbers began.
  public var seed: UInt64
  /// Of `DetectionMetrics.ap`.
  public var ap: Bounds
  /// Of `DetectionMetrics.ap50`.
  public var ap50: Bounds
}

extension [Double] {
  /// The basic interval around an estimate, of estimates in samples: as far from it as `level` of them
  /// are, on the other side; nil of no samples.
  ///
  /// Quantiles are interpolated linearly between samples.
  func basicInterval(around estimate: Double, level: Double) -> (lower: Double, upper: Double)? {
    let sorted = sorted()
    guard let last = sorted.last else { return nil }
    func mirrored(_ part: Double) -> Double {
      let place = part * Double(sorted.count - 1)
      let index = Int(place)
      let next = index + 1 < sorted.count ? sorted[index + 1] : last
      let quantile = sorted[index] + (next - sorted[index]) * (place - Double(index))
      return 2 * estimate - quantile
    }
    return (mirrored((1 + level) / 2), mirrored((1 - level) / 2))
  }
}

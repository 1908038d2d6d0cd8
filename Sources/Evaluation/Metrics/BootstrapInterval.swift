/// Between what bounds average precision lies in most samples of the pictures.
public struct BootstrapInterval: Hashable, Sendable, Codable {
  /// The bounds of one figure; -1 where there are no objects.
  public struct Bounds: Hashable, Sendable, Codable {
    /// As many samples are below this as are above `upper`.
    public var lower: Double
    /// The upper bound.
    public var upper: Double

    /// The percentiles that have `level` of the values between them, interpolated linearly.
    init(_ values: [Double], level: Double) {
      let sorted = values.sorted()
      func quantile(_ part: Double) -> Double {
        guard let last = sorted.last else { return -1 }
        let place = part * Double(sorted.count - 1)
        let index = Int(place)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (sorted[index + 1] - sorted[index]) * (place - Double(index))
      }
      lower = quantile((1 - level) / 2)
      upper = quantile((1 + level) / 2)
    }
  }

  /// The part of the samples between the bounds, 0 to 1.
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

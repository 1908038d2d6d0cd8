import Kernels

/// Rounds filters to whole numbers, symmetric around 0.
public struct WeightQuantizer: Hashable, Sendable {
  /// What shares a scale.
  public enum Granularity: String, Hashable, Sendable, CaseIterable {
    case perChannel = "per-channel"
    case perTensor = "per-tensor"
  }

  /// How a scale is chosen.
  public enum ScaleRule: String, Hashable, Sendable, CaseIterable {
    /// The largest magnitude becomes the largest number.
    case maximum
    /// The (weighted) squared error is least among scales from half to all of `maximum`'s.
    case leastError = "least-error"
  }

  /// The largest number of the full range, -127...127.
  public static let fullLimit = 127
  /// The largest number where sums of two products with unsigned bytes must fit in 16 bits
  /// (2 · 255 · 64 < 2^15), as some processors without VNNI compute them.
  public static let reducedLimit = 64

  /// What shares a scale.
  public var granularity: Granularity
  /// How a scale is chosen.
  public var rule: ScaleRule
  /// Numbers are -limit...limit.
  public var limit: Int
  /// Where scales must be a power of two times a number: the number. The power is that of the least
  /// squared error, whatever the rule.
  public var unit: Float?
  /// Whether biases are int8 with one scale for all, rather than int32 in the units of sums.
  public var hasShortBiases: Bool

  /// Creates a quantizer.
  ///
  /// - Precondition: `limit` is 1...127.
  public init(
    granularity: Granularity = .perChannel, rule: ScaleRule = .leastError,
    limit: Int = WeightQuantizer.fullLimit, unit: Float? = nil, hasShortBiases: Bool = false
  ) {
    precondition((1...127).contains(limit), "numbers are int8")
    precondition(unit.map { $0 > 0 && $0.isFinite } ?? true, "a unit is finite and above 0")
    self.hasShortBiases = hasShortBiases
    self.granularity = granularity
    self.rule = rule
    self.limit = limit
    self.unit = unit
  }

  /// Chooses scales and rounds each weight to the nearest number, halves to the even one.
  ///
  /// A channel without weights gets the scale of the largest magnitude in the tensor, so that its
  /// bias is as fine as that of others.
  ///
  /// - Parameters:
  ///   - filters: [M, C / groups, kernel height, kernel width].
  ///   - channels: M.
  ///   - importance: for `leastError`: how much the error of each column counts (the second moment
  ///     of the input there), for one group after the other; nil when all count alike.
  /// - Precondition: the filters divide into `channels` rows; `importance` has as many elements as
  ///   rows are long, once for each group.
  public func quantized(
    _ filters: [Float], channels: Int, importance: [Float]? = nil
  ) -> QuantizedFilters {
    let columns = filters.count / max(channels, 1)
    let rows = FilterRows(filters: filters, channels: channels, importance: importance)
    let magnitudes = (0..<channels).map { rows.magnitude(of: $0) }
    let largest = usable((magnitudes.max() ?? 0) / Float(limit), instead: 1)
    var scales: [Float]
    switch granularity {
    case .perTensor: scales = [largest]
    case .perChannel: scales = magnitudes.map { usable($0 / Float(limit), instead: largest) }
    }
    scales = scales.map(allowed)
    if rule == .leastError || unit != nil {
      switch granularity {
      case .perTensor:
        scales[0] = shrunk(scales[0]) { scale in
          (0..<channels).reduce(0) { $0 + rows.error(of: $1, scale: scale, limit: limit) }
        }
      case .perChannel:
        for channel in 0..<channels where magnitudes[channel] > 0 {
          scales[channel] = shrunk(scales[channel]) { scale in
            rows.error(of: channel, scale: scale, limit: limit)
          }
        }
      }
    }
    var result = QuantizedFilters(
      values: Array(repeating: 0, count: channels * columns), scales: scales, channels: channels)
    for channel in 0..<channels { round(filters, row: channel, of: &result) }
    return result
  }

  /// Rounds the weights of an output channel with its scale.
  func round(_ filters: [Float], row channel: Int, of result: inout QuantizedFilters) {
    let scale = result.scale(of: channel)
    let limit = Float(limit)
    for index in result.row(channel) {
      let whole = (filters[index] / scale).rounded(.toNearestOrEven)
      result.values[index] = Int8(whole.isNaN ? 0 : min(max(whole, -limit), limit))
    }
  }

  /// A scale that can be divided by and multiplied with: normal even times that of an activation.
  func usable(_ scale: Float, instead other: Float) -> Float {
    scale.isFinite && scale > WeightQuantizer.smallestScale ? scale : other
  }

  private static let smallestScale: Float = 0x1p-100

  /// The smallest scale that may be and is not below `scale`.
  func allowed(_ scale: Float) -> Float {
    guard let unit else { return scale }
    let ratio = Double(scale) / Double(unit)
    let exponent = ratio.significand > 1 ? ratio.exponent + 1 : ratio.exponent
    return Float(Double(unit) * Double(sign: .plus, exponent: Int(exponent), significand: 1))
  }

  /// The best of 65 scales from all to half of `scale`, or of those that may be down to an eighth; of
  /// equals the largest.
  func shrunk(_ scale: Float, error: (Float) -> Float) -> Float {
    var best = (scale: scale, error: error(scale))
    let parts = unit == nil ? (1...64).map { 1 - Float($0) / 128 } : [0.5, 0.25, 0.125]
    for part in parts {
      let candidate = scale * part
      let found = error(candidate)
      if found < best.error { best = (candidate, found) }
    }
    return best.scale
  }
}

/// Filters, one row for each output channel.
private struct FilterRows {
  let filters: [Float]
  let channels: Int
  let importance: [Float]?

  private var columns: Int { filters.count / max(channels, 1) }

  func magnitude(of channel: Int) -> Float {
    var largest: Float = 0
    for weight in filters[channel * columns..<(channel + 1) * columns] {
      let magnitude = abs(weight)
      if magnitude > largest { largest = magnitude }
    }
    return largest
  }

  func error(of channel: Int, scale: Float, limit: Int) -> Float {
    let columns = columns
    return filters.withUnsafeBufferPointer { filters in
      guard let row = filters.baseAddress.map({ $0 + channel * columns }) else { return 0 }
      guard let importance else {
        return dk_moment_rounding_error(row, nil, columns, scale, Float(limit))
      }
      let groups = max(importance.count / max(columns, 1), 1)
      let group = channel / max(channels / groups, 1)
      return importance.withUnsafeBufferPointer { importance in
        let factors = importance.baseAddress.map { $0 + group * columns }
        return dk_moment_rounding_error(row, factors, columns, scale, Float(limit))
      }
    }
  }
}

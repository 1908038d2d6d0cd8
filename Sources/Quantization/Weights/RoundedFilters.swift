/// Filters rounded for a convolution's own input, and what that is predicted to gain.
///
/// All figures are means of squares over the patches that the moments were taken of. In the paired
/// form (see `MomentAccumulator`) noise is counted from that of the unrounded filters on the
/// quantized network's input: it is below 0 where rounding makes up for errors of the input.
public struct RoundedFilters: Sendable {
  /// The filters.
  public var filters: QuantizedFilters
  /// The power of each output channel's products without the bias.
  public var signal: [Double]
  /// The noise of each output channel with the filters that were started from.
  public var noiseBefore: [Double]
  /// The noise of each output channel with these filters; never above `noiseBefore`.
  public var noiseAfter: [Double]

  /// The noise of all channels as a part of their signal, with the filters that were started from;
  /// 0 without a signal.
  public var ratioBefore: Double { ratio(of: noiseBefore) }

  /// The noise of all channels as a part of their signal, with these filters; 0 without a signal.
  public var ratioAfter: Double { ratio(of: noiseAfter) }

  private func ratio(of noise: [Double]) -> Double {
    let power = signal.reduce(0, +)
    return power > 0 ? noise.reduce(0, +) / power : 0
  }
}

/// Filters as whole numbers: a weight is about `scale` times its number.
public struct QuantizedFilters: Hashable, Sendable {
  /// The numbers in the filters' order, [M, C / groups, kernel height, kernel width].
  public var values: [Int8]
  /// One scale for each of the M output channels, or a single one.
  public var scales: [Float]
  /// The number of output channels, M.
  public let channels: Int

  /// Takes numbers and scales.
  ///
  /// - Precondition: the numbers divide into `channels` rows of the same length, and there is one
  ///   scale, or one for each channel.
  public init(values: [Int8], scales: [Float], channels: Int) {
    precondition(channels > 0 && values.count % channels == 0, "filters have rows of one length")
    precondition(scales.count == 1 || scales.count == channels, "one scale, or one per channel")
    self.values = values
    self.scales = scales
    self.channels = channels
  }

  /// The weights of one output channel, C / groups · kernel height · kernel width.
  public var columns: Int { values.count / channels }

  /// The scale of an output channel.
  public func scale(of channel: Int) -> Float { scales[scales.count == 1 ? 0 : channel] }

  /// Where the numbers of an output channel are.
  public func row(_ channel: Int) -> Range<Int> { channel * columns..<(channel + 1) * columns }

  /// What the numbers stand for, in the same order.
  public var weights: [Float] {
    var weights: [Float] = []
    weights.reserveCapacity(values.count)
    for channel in 0..<channels {
      let scale = scale(of: channel)
      for value in values[row(channel)] { weights.append(scale * Float(value)) }
    }
    return weights
  }
}

/// Filters and biases as integers whose sums fit in 32 bits.
public struct IntegerFilters: Hashable, Sendable {
  /// The filters, with larger scales than asked for where sums would not have fitted.
  public var filters: QuantizedFilters
  /// The biases in units of their scales.
  public var biases: [Int32]
  /// What one of a bias stands for: input scale · filter scale, a product formed in float32 as runtimes
  /// form it, for each channel; or a single scale for biases of 8 bits.
  public var biasScales: [Float]
  /// The channels (or 0 for the whole tensor, where it has one scale) whose scale was raised.
  public var raised: [Raised]

  /// A scale that was raised.
  public struct Raised: Hashable, Sendable {
    /// The output channel; 0 where the tensor has one scale.
    public let channel: Int
    /// The scale asked for.
    public let before: Float
    /// The scale taken.
    public let after: Float
  }
}

/// Filters rounded for a convolution's own input, and what that is predicted to gain.
///
/// All metrics are means of squares over the patches that the moments were taken of. In the paired
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

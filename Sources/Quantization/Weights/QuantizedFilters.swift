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

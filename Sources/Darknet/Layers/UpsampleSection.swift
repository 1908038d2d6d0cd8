/// `[upsample]`: every value repeated `stride` times in both axes, times `scale`; or, when
/// `isReversed` (a negative stride in the cfg), the sum of each `stride` x `stride` block times
/// `scale`.
public struct UpsampleSection: LayerSection, Hashable {
  /// The factor, positive.
  public let stride: Int
  /// Whether the map shrinks.
  public let isReversed: Bool
  /// What values are multiplied with.
  public let scale: Float
}

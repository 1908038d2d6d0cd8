/// `[scale_channels]`: the map of layer `from` times the previous output: one factor for each
/// channel (1x1 map), or with `perPosition` one for each place (one channel).
public struct ScaleChannelsSection: LayerSection, Hashable {
  /// The layer that is scaled, absolute.
  public let from: Int
  /// `scale_wh`.
  public let perPosition: Bool
  /// What follows the product.
  public let activation: Activation
}

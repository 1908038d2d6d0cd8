/// `[connected]`, `[conn]`: every output from every input; output (output, 1, 1).
public struct ConnectedSection: LayerSection, Hashable {
  /// The number of outputs.
  public let output: Int
  /// What follows the normalization or bias.
  public let activation: Activation
  /// Whether scales, means and variances belong to the layer.
  public let batchNormalize: Bool
}

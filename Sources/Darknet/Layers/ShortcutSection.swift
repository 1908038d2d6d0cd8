/// `[shortcut]`: the previous output plus earlier ones; the shape is the previous layer's.
///
/// Of a source with another number of channels the first min(channels) are added.
public struct ShortcutSection: LayerSection, Hashable {
  /// `weights_type`.
  public enum Weighting: Hashable, Sendable {
    /// Plain sum.
    case none
    /// One stored weight for each input: `per_feature` and `per_layer`.
    case perFeature
    /// One stored weight for each input and channel, [inputs][channels].
    case perChannel
  }

  /// `weights_normalization`.
  public enum Normalization: Hashable, Sendable {
    /// Weights as they are.
    case none
    /// `relu` and `avg_relu`: w = max(w, 0.001) / (0.0001 + sum), see the semantics of
    /// `fuse_conv_batchnorm`.
    case relu
    /// e^w / (0.0001 + sum).
    case softmax
  }

  /// The layers added, absolute; weight 0 belongs to the previous layer, 1... to these.
  public let from: [Int]
  /// What follows the sum.
  public let activation: Activation
  /// Whether stored weights apply.
  public let weighting: Weighting
  /// How stored weights are normalized.
  public let normalization: Normalization
}

/// `[rnn]`: connected layers `input`, `self`, `output`; output (output, 1, 1).
public struct RNNSection: LayerSection, Hashable {
  /// The number of outputs.
  public let output: Int
  /// The number of hidden values.
  public let hidden: Int
  /// The activation of all three layers.
  public let activation: Activation
  /// The activation of `self`, which `logistic=1` or `2` changes to logistic or loggy.
  public let selfActivation: Activation
  /// Whether the three layers are normalized.
  public let batchNormalize: Bool
  /// Whether the hidden state is added to the next one.
  public let shortcut: Bool
}

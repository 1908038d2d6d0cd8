/// `[crnn]`: as `[rnn]` with convolutions; output (output, height, width).
public struct CRNNSection: LayerSection, Hashable {
  /// Output channels.
  public let output: Int
  /// Channels of the hidden state.
  public let hidden: Int
  /// Channel groups of the three convolutions.
  public let groups: Int
  /// Side of the kernels.
  public let size: Int
  /// Stride of the kernels.
  public let stride: Int
  /// Distance between the kernels' taps.
  public let dilation: Int
  /// Zeros on each side, before dilation.
  public let padding: Int
  /// The activation of all three convolutions.
  public let activation: Activation
  /// Whether the three convolutions are normalized.
  public let batchNormalize: Bool
  /// Whether the hidden state is added to the next one.
  public let shortcut: Bool
  /// Weights and inputs are reduced to their signs.
  public let xnor: Bool
}

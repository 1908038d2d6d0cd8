/// `[conv_lstm]`: as `[lstm]` with convolutions; output (output, height, width).
public struct ConvLSTMSection: LayerSection, Hashable {
  /// Output channels.
  public let output: Int
  /// Channel groups of the convolutions.
  public let groups: Int
  /// Side of the kernels.
  public let size: Int
  /// Stride of the kernels.
  public let stride: Int
  /// Distance between the kernels' taps.
  public let dilation: Int
  /// Zeros on each side, before dilation.
  public let padding: Int
  /// The activation of each convolution, before the sums.
  public let activation: Activation
  /// The activation of g and of the output (darknet's CPU code uses tanh whatever it says).
  public let lstmActivation: Activation
  /// Whether the convolutions are normalized.
  public let batchNormalize: Bool
  /// Whether the cell state feeds the gates.
  public let peephole: Bool
  /// Whether one convolution over input gate and state replaces four (darknet's GPU code only).
  public let bottleneck: Bool
  /// `state_constrain`: the cell state is kept within ± this.
  public let stateLimit: Int
  /// Whether the hidden state is added to the next one.
  public let shortcut: Bool
  /// Weights and inputs are reduced to their signs.
  public let xnor: Bool
}

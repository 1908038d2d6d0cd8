/// `[convolutional]`, `[conv]`.
///
/// Input (channels, height, width); output (filters, (height + 2 padding - size) / strideY + 1,
/// (width + 2 padding - size) / strideX + 1). With `blur` the convolution itself has stride 1 and
/// the strides apply to the blur that follows it.
public struct ConvolutionalSection: LayerSection, Hashable {
  /// Output channels.
  public let filters: Int
  /// Channel groups; `filters` and the input's channels divide by it.
  public let groups: Int
  /// Side of the kernel.
  public let size: Int
  /// Horizontal stride.
  public let strideX: Int
  /// Vertical stride.
  public let strideY: Int
  /// Distance between the kernel's taps; the data is padded by `padding` x `dilation`.
  public let dilation: Int
  /// Zeros on each side, before dilation.
  public let padding: Int
  /// What follows the normalization or bias.
  public let activation: Activation
  /// Whether scales, means and variances belong to the layer.
  public let batchNormalize: Bool
  /// The fixed blur of `antialiasing` after the activation.
  public let blur: Blur?
  /// The earlier layer whose weights, biases and statistics this one uses; it owns none then.
  public let sharedLayer: Int?
  /// Whether the stored matrix is [in][out] and has to be transposed.
  public let flipped: Bool
  /// Weights and inputs are reduced to their signs.
  public let xnor: Bool
  /// Weights are reduced to their signs (darknet's GPU code only).
  public let binary: Bool
  /// Coordinates are added to the input (darknet's GPU code only).
  public let coordinateConvolution: Bool
}

/// `[local]`: a convolution with weights of its own at every place.
///
/// Weights [outHeight · outWidth][filters][channels][size][size], biases [outputs].
public struct LocalSection: LayerSection, Hashable {
  /// Output channels.
  public let filters: Int
  /// Side of the kernel.
  public let size: Int
  /// Stride of both axes.
  public let stride: Int
  /// darknet's `pad` as it is: it decides the output size ((pad ? in - 1 : in - size) / stride + 1)
  /// and is the number of zeros on each side.
  public let pad: Int
  /// What follows the bias.
  public let activation: Activation
}

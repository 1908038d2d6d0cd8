/// `[depthwise_convolutional]`: one square kernel for each channel; as `[convolutional]` whose filters
/// and groups are the channels of the input.
///
/// Forks of darknet for mobile networks have it; what they save is laid out as a convolution:
/// https://github.com/ChenYingpeng/darknet-mobilenet, `save_depthwise_convolutional_weights`.
public struct DepthwiseSection: LayerSection, Hashable {
  /// Side of the kernels.
  public let size: Int
  /// Stride of the kernels.
  public let stride: Int
  /// Zeros on each side.
  public let padding: Int
  /// What follows the normalization or bias.
  public let activation: Activation
  /// Whether scales, means and variances belong to the layer.
  public let batchNormalize: Bool
}

extension DepthwiseSection: LayerRule {
  static let names = ["depthwise_convolutional", "depthwise"]
  static let keys = KeyTable(
    inference: ["batch_normalize", "size", "stride", "pad", "padding", "activation"],
    training: ["filters", "groups"])

  init(reading reader: inout SectionReader) {
    size = reader.positive("size", default: 1)
    stride = reader.positive("stride", default: 1)
    padding = reader.padding(size: size)
    activation = reader.activation(default: .logistic)
    batchNormalize = reader.flag("batch_normalize")
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    let input = context.input
    context.limitWeights(input.channels, size, size, at: "size")
    let height = context.windows(
      extent: input.height, padding: 2 * padding, size: size, stride: stride, axis: "height")
    let width = context.windows(
      extent: input.width, padding: 2 * padding, size: size, stride: stride, axis: "width")
    return context.result(context.map(channels: input.channels, height: height, width: width))
  }

  private func kernel(_ input: FeatureShape) -> Kernel {
    Kernel(
      filters: input.channels, channels: input.channels, groups: input.channels, size: size)
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    kernel(input).work(places: output.height &* output.width)
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    ParameterBlock.convolution(
      kernel(input), batchNormalize: batchNormalize, loadsScales: !options.dontLoadScales)
  }
}

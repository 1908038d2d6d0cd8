import Text

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

extension LocalSection: LayerRule {
  static let names = ["local"]
  static let keys = KeyTable(inference: ["filters", "size", "stride", "pad", "activation"])

  init(reading reader: inout SectionReader) {
    filters = reader.positive("filters", default: 1)
    size = reader.positive("size", default: 1)
    stride = reader.positive("stride", default: 1)
    pad = reader.natural("pad", default: 0)
    activation = reader.activation(default: .logistic)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    let height = windows(context.input.height, "height", in: &context)
    let width = windows(context.input.width, "width", in: &context)
    context.limitWeights(
      filters, context.input.channels, size, size, height, width, at: "filters")
    context.settle(.channels, by: "filters")
    return context.result(context.map(channels: filters, height: height, width: width))
  }

  /// (extent - (pad ? 1 : size)) / stride + 1, for which the padded data must suffice.
  private func windows(_ extent: Int, _ axis: String, in context: inout ShapeContext) -> Int {
    let padding = pad > 0 ? size - 1 : 0
    let windows = context.windows(
      extent: extent, padding: padding, size: size, stride: stride, axis: axis)
    if pad > 0, (extent + 2 * pad - size) / stride + 1 != windows {
      context.misfit(
        .extent,
        """
        pad=\(pad) with size=\(size) does not give the \(counted(windows, "output")) for the \
        \(axis) that darknet computes; use size=\(2 * pad + 1)
        """, at: "pad")
    }
    return windows
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    Work(multiplyAdds: output.count &* input.channels &* size &* size)
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    [
      ParameterBlock(role: .biases, shape: [output.count]),
      ParameterBlock(
        role: .weights,
        shape: [output.height * output.width, filters, input.channels, size, size]),
    ]
  }
}

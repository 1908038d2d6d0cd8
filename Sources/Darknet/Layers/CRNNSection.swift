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

extension CRNNSection: LayerRule {
  static let names = ["crnn"]
  static let keys = KeyTable(
    inference: [
      "output", "hidden", "size", "stride", "pad", "padding", "dilation", "groups", "activation",
      "batch_normalize", "shortcut", "xnor",
    ])

  init(reading reader: inout SectionReader) {
    output = reader.positive("output", default: 1)
    hidden = reader.positive("hidden", default: 1)
    size = reader.positive("size", default: 3)
    stride = reader.positive("stride", default: 1)
    dilation = size == 1 ? 1 : reader.positive("dilation", default: 1)
    padding = reader.padding(size: size)
    activation = reader.activation(default: .logistic)
    batchNormalize = reader.flag("batch_normalize")
    shortcut = reader.flag("shortcut")
    xnor = reader.flag("xnor")
    let groups = reader.positive("groups", default: 1)
    self.groups = xnor ? 1 : groups
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    let channels = context.input.channels
    context.requireGroups(
      groups, divide: [("hidden", hidden), ("output", output), ("input channels", channels)])
    context.limitWeights(hidden, max(channels, hidden), size, size, at: "hidden")
    context.limitWeights(hidden, output, size, size, at: "output")
    return context.result(
      context.recurrent(
        filters: output, size: size, stride: stride, dilation: dilation, padding: padding))
  }

  private func kernels(_ channels: Int) -> [(part: String, kernel: Kernel)] {
    [("input", channels, hidden), ("self", hidden, hidden), ("output", hidden, output)]
      .map { part, from, to in
        (part, Kernel(filters: to, channels: from, groups: groups, size: size, isBinary: xnor))
      }
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    kernels(input.channels).reduce(Work()) {
      $0 + $1.kernel.work(places: output.height &* output.width)
    }
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    kernels(input.channels).flatMap { part, kernel in
      ParameterBlock.convolution(kernel, part: part, batchNormalize: batchNormalize)
    }
  }
}

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
  /// Whether half of what the bottleneck gives is added to the output; darknet's CPU code ignores it.
  public let shortcut: Bool
  /// Weights and inputs are reduced to their signs.
  public let xnor: Bool
}

extension ConvLSTMSection: LayerRule {
  static let names = ["conv_lstm"]
  static let keys = KeyTable(
    inference: [
      "output", "size", "stride", "pad", "padding", "dilation", "groups", "activation",
      "lstm_activation", "batch_normalize", "peephole", "bottleneck", "state_constrain",
      "shortcut", "xnor",
    ],
    training: ["time_normalizer"])

  init(reading reader: inout SectionReader) {
    output = reader.positive("output", default: 1)
    size = reader.positive("size", default: 3)
    stride = reader.positive("stride", default: 1)
    dilation = size == 1 ? 1 : reader.positive("dilation", default: 1)
    padding = reader.padding(size: size)
    activation = reader.activation(default: .linear)
    lstmActivation = reader.activation("lstm_activation", default: .tanh)
    batchNormalize = reader.flag("batch_normalize")
    peephole = reader.flag("peephole")
    bottleneck = reader.flag("bottleneck")
    stateLimit = reader.natural("state_constrain", default: reader.timeSteps * 32)
    shortcut = reader.flag("shortcut")
    xnor = reader.flag("xnor")
    let groups = reader.positive("groups", default: 1)
    self.groups = xnor ? 1 : groups
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    let channels = context.input.channels
    context.requireGroups(groups, divide: [("output", output), ("input channels", channels)])
    if bottleneck, channels != output {
      context.error(
        "bottleneck=1 joins the input and the state, so that the input needs output=\(output) "
          + "channels, not \(channels)", at: "bottleneck")
    }
    let widest = max(channels, bottleneck ? 2 * output : output)
    context.limitWeights(output, widest, size, size, at: "output")
    return context.result(
      context.recurrent(
        filters: output, size: size, stride: stride, dilation: dilation, padding: padding))
  }

  /// The convolutions in the order of the file. v reads the cell, w the state, u the input; with
  /// `bottleneck` one w over twice the channels stands for four.
  private func kernels(_ channels: Int) -> [(part: String, kernel: Kernel)] {
    let v = peephole ? ["vf", "vi", "vo"].map { ($0, output) } : []
    let w = bottleneck ? [("wf", 2 * output)] : ["wf", "wi", "wg", "wo"].map { ($0, output) }
    let u = ["uf", "ui", "ug", "uo"].map { ($0, channels) }
    return (v + w + u).map { part, from in
      (part, Kernel(filters: output, channels: from, groups: groups, size: size, isBinary: xnor))
    }
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    let convolutions = kernels(input.channels).reduce(Work()) {
      $0 + $1.kernel.work(places: output.height &* output.width)
    }
    return convolutions + Work(operations: Double(output.count) * (peephole ? 12 : 9))
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    kernels(input.channels).flatMap { part, kernel in
      ParameterBlock.convolution(kernel, part: part, batchNormalize: batchNormalize)
    }
  }
}

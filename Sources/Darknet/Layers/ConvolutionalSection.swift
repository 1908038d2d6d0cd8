import Text

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

extension ConvolutionalSection: LayerRule {
  static let names = ["convolutional", "conv"]
  static let keys = KeyTable(
    inference: [
      "batch_normalize", "filters", "size", "stride", "pad", "activation", "groups", "padding",
      "dilation", "stride_x", "stride_y", "antialiasing", "share_index", "flipped", "xnor",
      "binary", "bin_output", "coordconv", "cbn",
    ],
    training: [
      "assisted_excitation", "sway", "rotate", "stretch", "stretch_sway", "dot", "angle",
      "grad_centr", "reverse", "stream", "wait_stream",
    ])

  init(reading reader: inout SectionReader) {
    filters = reader.positive("filters", default: 1)
    size = reader.positive("size", default: 1)
    let stride = Stride(reading: &reader)
    (strideX, strideY) = (stride.x, stride.y)
    dilation = size == 1 ? 1 : reader.positive("dilation", default: 1)
    padding = reader.padding(size: size)
    activation = reader.activation(default: .logistic)
    batchNormalize = reader.flag("batch_normalize") || reader.flag("cbn")
    blur = reader.blur()
    sharedLayer = reader.section["share_index"] == nil ? nil : reader.reference("share_index")
    flipped = reader.flag("flipped")
    xnor = reader.flag("xnor")
    binary = reader.flag("binary")
    coordinateConvolution = reader.flag("coordconv")
    let groups = reader.positive("groups", default: 1)
    // darknet: a binary convolution has no groups.
    self.groups = xnor ? 1 : groups
  }

  /// The stride of the convolution itself; with `blur` the blur has the cfg's.
  public var ownStrideX: Int { blur == nil ? strideX : 1 }
  /// The stride of the convolution itself; with `blur` the blur has the cfg's.
  public var ownStrideY: Int { blur == nil ? strideY : 1 }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    let input = context.input
    checkGroups(in: &context)
    context.limitWeights(filters, max(input.channels / groups, 1), size, size, at: "filters")
    let height = windows(input.height, ownStrideY, "height", in: &context)
    let width = windows(input.width, ownStrideX, "width", in: &context)
    if size == 1, padding > 0, strideX == 1 {
      context.error(
        """
        padding=\(padding) on a 1x1 convolution of stride 1: darknet enlarges the output but \
        does not pad the data; remove padding
        """, at: "padding")
    }
    context.settle(.channels, by: "filters")
    checkShared(in: &context)
    let output = context.map(channels: filters, height: height, width: width)
    guard let blur else { return context.result(output) }
    return context.result(
      output, forwarded: context.blurred(output, by: blur, strideX: strideX, strideY: strideY))
  }

  private func checkGroups(in context: inout ShapeContext) {
    if filters % groups != 0 {
      context.error("filters=\(filters) do not divide into groups=\(groups)", at: "groups")
    }
    if context.input.channels % groups != 0, context.certainty.contains(.channels) {
      context.error(
        """
        the \(context.input.channels) channels of \(context.previousName) do not divide into \
        groups=\(groups)
        """, at: "groups")
    }
  }

  /// darknet computes the output's size without dilation, and the data with it.
  private func windows(
    _ extent: Int, _ stride: Int, _ axis: String, in context: inout ShapeContext
  ) -> Int {
    let windows = context.windows(
      extent: extent, padding: 2 * padding, size: size, stride: stride, axis: axis)
    let room = extent + 2 * padding * dilation - (size - 1) * dilation - 1
    if room < 0 || room / stride + 1 != windows {
      context.misfit(
        .extent,
        """
        dilation=\(dilation) with size=\(size) and padding=\(padding): darknet computes \
        \(counted(windows, "output")) for the \(axis) but has data for \
        \(room < 0 ? 0 : room / stride + 1); use an odd size and pad=1
        """, at: "dilation")
    }
    return windows
  }

  private func checkShared(in context: inout ShapeContext) {
    guard let sharedLayer, let target = context.layer(sharedLayer) else { return }
    guard let owner = target.rule as? ConvolutionalSection else {
      context.error(
        "share_index is layer \(sharedLayer) ([\(target.type)]), which is not a convolution",
        at: "share_index")
      return
    }
    let mine = (filters, size, groups, context.input.channels)
    let theirs = (owner.filters, owner.size, owner.groups, target.input.channels)
    if mine != theirs {
      context.error(
        """
        the weights of layer \(sharedLayer) do not fit: it has filters=\(theirs.0), \
        size=\(theirs.1), groups=\(theirs.2), \(theirs.3) input channels; this layer has \
        filters=\(mine.0), size=\(mine.1), groups=\(mine.2), \(mine.3) input channels
        """, at: "share_index")
    } else if batchNormalize, !owner.batchNormalize {
      context.error(
        "batch_normalize=1, but layer \(sharedLayer), whose weights it uses, has none",
        at: "share_index")
    }
  }

  private func kernel(_ input: FeatureShape) -> Kernel {
    Kernel(filters: filters, channels: input.channels, groups: groups, size: size, isBinary: xnor)
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    kernel(input).work(places: output.height &* output.width)
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    if sharedLayer != nil { return [] }
    return ParameterBlock.convolution(
      kernel(input), batchNormalize: batchNormalize, loadsScales: !options.dontLoadScales,
      isFlipped: flipped)
  }
}

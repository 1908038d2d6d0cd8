/// `[maxpool]`, `[max]`.
///
/// Output height (height + padding - size) / strideY + 1. `padding` is the total of both sides;
/// padding / 2 lies on the top and left. With `blur` the pooling has stride 1 and the strides
/// apply to the blur that follows it.
public struct MaxPoolSection: LayerSection, Hashable {
  /// Side of the window.
  public let size: Int
  /// Horizontal stride.
  public let strideX: Int
  /// Vertical stride.
  public let strideY: Int
  /// The total padding of one axis.
  public let padding: Int
  /// The fixed blur of `antialiasing`.
  public let blur: Blur?
  /// `maxpool_depth`: pooling over channels instead, to this many; output channel g is the
  /// maximum of input channels g, g + n, g + 2n, ...
  public let depthChannels: Int?
}

extension MaxPoolSection: LayerRule {
  static let names = ["maxpool", "max"]
  static let keys = KeyTable(
    inference: [
      "size", "stride", "padding", "stride_x", "stride_y", "maxpool_depth", "out_channels",
      "antialiasing", "maxpool_zero_nonmax",
    ])

  init(reading reader: inout SectionReader) {
    let window = PoolingWindow(reading: &reader)
    (size, strideX, strideY) = (window.size, window.strideX, window.strideY)
    padding = window.padding
    let depth = reader.positive("out_channels", default: 1)
    depthChannels = reader.flag("maxpool_depth") ? depth : nil
    blur = depthChannels == nil ? reader.blur() : nil
    if reader.flag("maxpool_zero_nonmax") {
      reader.warn(
        "darknet's GPU code keeps only the largest value of each window in place; the CPU code "
          + "and this program ignore the key", at: "maxpool_zero_nonmax")
    }
  }

  /// The window of the pooling itself; with `blur` the blur has the cfg's strides.
  private var window: PoolingWindow {
    PoolingWindow(
      size: size, strideX: blur == nil ? strideX : 1, strideY: blur == nil ? strideY : 1,
      padding: padding)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    let input = context.input
    if let depthChannels {
      if depthChannels > input.channels {
        context.misfit(
          .channels,
          "out_channels=\(depthChannels) is more than the input's \(input.channels) channels",
          at: "out_channels")
      }
      context.settle(.channels, by: "out_channels")
      return context.result(
        context.map(channels: depthChannels, height: input.height, width: input.width))
    }
    let output = window.shape(in: &context)
    guard let blur else { return context.result(output) }
    return context.result(
      output, forwarded: context.blurred(output, by: blur, strideX: strideX, strideY: strideY))
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    window.work(to: output, channels: input.channels)
  }
}

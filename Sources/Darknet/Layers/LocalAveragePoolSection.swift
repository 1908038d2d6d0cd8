/// `[local_avgpool]`, `[local_avg]`: geometry of `[maxpool]`; the mean of the cells inside the map.
public struct LocalAveragePoolSection: LayerSection, Hashable {
  /// Side of the window.
  public let size: Int
  /// Horizontal stride.
  public let strideX: Int
  /// Vertical stride.
  public let strideY: Int
  /// The total padding of one axis; padding / 2 lies on the top and left.
  public let padding: Int
}

extension LocalAveragePoolSection: LayerRule {
  static let names = ["local_avgpool", "local_avg"]
  static let keys = KeyTable(inference: ["size", "stride", "padding", "stride_x", "stride_y"])

  init(reading reader: inout SectionReader) {
    let window = PoolingWindow(reading: &reader)
    (size, strideX, strideY) = (window.size, window.strideX, window.strideY)
    padding = window.padding
  }

  private var window: PoolingWindow {
    PoolingWindow(size: size, strideX: strideX, strideY: strideY, padding: padding)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    return context.result(window.shape(in: &context))
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    window.work(to: output, channels: input.channels)
  }
}

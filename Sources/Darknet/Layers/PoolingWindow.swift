/// The geometry that `[maxpool]` and `[local_avgpool]` share.
struct PoolingWindow {
  var size: Int
  var strideX: Int
  var strideY: Int
  var padding: Int

  /// Reads it with darknet's defaults: stride 1, size as stride, padding one less than size.
  init(reading reader: inout SectionReader) {
    let stride = reader.positive("stride", default: 1)
    strideX = reader.positive("stride_x", default: stride)
    strideY = reader.positive("stride_y", default: stride)
    size = reader.positive("size", default: stride)
    padding = reader.natural("padding", default: size - 1)
  }

  init(size: Int, strideX: Int, strideY: Int, padding: Int) {
    self.size = size
    self.strideX = strideX
    self.strideY = strideY
    self.padding = padding
  }

  /// The output of the pooling.
  func shape(in context: inout ShapeContext) -> FeatureShape {
    let input = context.input
    if padding > 2 * size - 2 {
      context.error(
        """
        padding=\(padding) is the total of both sides; with size=\(size) some windows would see \
        nothing but padding
        """, at: "padding")
    }
    let height = context.windows(
      extent: input.height, padding: padding, size: size, stride: strideY, axis: "height")
    let width = context.windows(
      extent: input.width, padding: padding, size: size, stride: strideX, axis: "width")
    return context.map(channels: input.channels, height: height, width: width)
  }

  /// What darknet counts: one operation for each cell of each window.
  func work(to output: FeatureShape, channels: Int) -> Work {
    let places = Double(output.height * output.width)
    return Work(operations: Double(size) * Double(size) * Double(channels) * places)
  }
}

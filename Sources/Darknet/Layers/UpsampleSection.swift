/// `[upsample]`: every value repeated `stride` times in both axes, times `scale`; or, when
/// `isReversed` (a negative stride in the cfg), the sum of each `stride` x `stride` block times
/// `scale`.
public struct UpsampleSection: LayerSection, Hashable {
  /// The factor, positive.
  public let stride: Int
  /// Whether the map shrinks.
  public let isReversed: Bool
  /// What values are multiplied with.
  public let scale: Float
}

extension UpsampleSection: LayerRule {
  static let names = ["upsample"]
  static let keys = KeyTable(inference: ["stride", "scale"])

  init(reading reader: inout SectionReader) {
    let stride = reader.integer("stride", default: 2)
    if stride == 0 { reader.error("stride=0: a factor of at least 1 is needed", at: "stride") }
    self.stride = max(abs(stride), 1)
    isReversed = stride < 0
    scale = reader.real("scale", default: 1)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    let input = context.input
    guard isReversed else {
      return context.result(
        context.map(
          channels: input.channels, height: input.height * stride, width: input.width * stride))
    }
    if input.height % stride != 0 || input.width % stride != 0 {
      context.misfit(
        .extent, "an input of \(input) does not divide into blocks of \(stride)x\(stride)",
        at: "stride")
    }
    return context.result(
      context.map(
        channels: input.channels, height: max(input.height / stride, 1),
        width: max(input.width / stride, 1)))
  }
}

/// `[reorg3d]`: space to channels in ONNX order; shapes as `[reorg]`.
public struct Reorg3DSection: LayerSection, Hashable {
  /// Side of a block.
  public let stride: Int
  /// `reverse`.
  public let isReversed: Bool
}

extension Reorg3DSection: LayerRule {
  static let names = ["reorg3d"]
  static let keys = KeyTable(inference: ["stride", "reverse"])

  init(reading reader: inout SectionReader) {
    stride = reader.positive("stride", default: 1)
    isReversed = reader.flag("reverse")
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    let output = context.reorganized(stride: stride, isReversed: isReversed)
    // darknet runs the reverse over the output, whose channels must divide once more.
    if isReversed, output.channels % (stride * stride) != 0,
      context.certainty.contains(.channels)
    {
      context.error(
        """
        a reversed [reorg3d] needs channels that divide by stride⁴ = \
        \(checkedProduct(stride, stride, stride, stride) ?? .max), found \(context.input.channels)
        """, at: "stride")
    }
    return context.result(output)
  }
}

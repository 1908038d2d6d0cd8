/// `[reorg]`, darknet's REORG_OLD of YOLOv2: space to channels over a re-viewed input.
///
/// Output (channels · stride², height / stride, width / stride); with `isReversed`
/// (channels / stride², height · stride, width · stride).
public struct ReorgSection: LayerSection, Hashable {
  /// Side of a block.
  public let stride: Int
  /// `reverse`.
  public let isReversed: Bool
}

extension ReorgSection: LayerRule {
  static let names = ["reorg"]
  static let keys = KeyTable(inference: ["stride", "reverse"])

  init(reading reader: inout SectionReader) {
    stride = reader.positive("stride", default: 1)
    isReversed = reader.flag("reverse")
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    let output = context.reorganized(stride: stride, isReversed: isReversed)
    // The input is viewed as channels / stride² first, in either direction.
    let channels = context.input.channels
    if !isReversed, channels % (stride * stride) != 0, context.certainty.contains(.channels) {
      context.error(
        """
        [reorg] needs channels that divide by stride x stride = \(stride * stride), found \
        \(channels); [reorg3d] does not
        """, at: "stride")
    }
    return context.result(output)
  }
}

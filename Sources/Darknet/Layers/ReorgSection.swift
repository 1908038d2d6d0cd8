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

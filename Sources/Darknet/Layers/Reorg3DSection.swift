/// `[reorg3d]`: space to channels in ONNX order; shapes as `[reorg]`.
public struct Reorg3DSection: LayerSection, Hashable {
  /// Side of a block.
  public let stride: Int
  /// `reverse`.
  public let isReversed: Bool
}

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

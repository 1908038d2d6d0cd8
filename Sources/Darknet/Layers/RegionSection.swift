/// `[region]`, the head of YOLOv2: per anchor x, y, w, h, objectness, classes.
public struct RegionSection: LayerSection, Hashable {
  /// The number of classes.
  public let classes: Int
  /// The number of coordinates, 4.
  public let coordinates: Int
  /// The anchors, in cells of the grid; their number is `num`.
  public let anchors: [Anchor]
  /// Whether class scores pass through a softmax.
  public let softmax: Bool
  /// The word tree that groups the classes, as named in the cfg.
  public let tree: String?
  /// `map`, as named in the cfg.
  public let map: String?
  /// `classfix`.
  public let classFix: Int
}

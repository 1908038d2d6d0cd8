/// `[yolo]`: per anchor x, y, w, h, objectness, classes.
public struct YoloSection: LayerSection, Hashable {
  /// The number of classes.
  public let classes: Int
  /// `mask`: which of `allAnchors` this head uses, in order.
  public let mask: [Int]
  /// All anchors of the cfg, in pixels of the network input; their number is `num`.
  public let allAnchors: [Anchor]
  /// `scale_x_y`.
  public let scaleXY: Float
  /// `new_coords`.
  public let newCoordinates: Bool
  /// `nms_kind`.
  public let suppression: SuppressionKind
  /// `beta_nms`.
  public let betaNMS: Float

  /// The anchors of this head: those `mask` picks.
  public var anchors: [Anchor] { mask.map { allAnchors[$0] } }
}

/// `[Gaussian_yolo]`: per anchor x, σx, y, σy, w, σw, h, σh, objectness, classes.
public struct GaussianYoloSection: LayerSection, Hashable {
  /// `yolo_point`: which point of the box x and y are; raw values are the spellings of the cfg.
  public enum Point: String, Hashable, Sendable, CaseIterable {
    case center
    case leftTop = "left_top"
    case rightBottom = "right_bottom"
  }

  /// The number of classes.
  public let classes: Int
  /// `mask`: which of `allAnchors` this head uses, in order.
  public let mask: [Int]
  /// All anchors of the cfg, in pixels of the network input; their number is `num`.
  public let allAnchors: [Anchor]
  /// `scale_x_y`.
  public let scaleXY: Float
  /// `yolo_point`.
  public let point: Point
  /// `nms_kind`.
  public let suppression: SuppressionKind
  /// `beta_nms`.
  public let betaNMS: Float

  /// The anchors of this head: those `mask` picks.
  public var anchors: [Anchor] { mask.map { allAnchors[$0] } }
}

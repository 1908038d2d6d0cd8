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
  /// All anchors of the cfg, in pixels of the network input.
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

extension GaussianYoloSection: LayerRule {
  static let names = ["Gaussian_yolo"]
  static let keys = KeyTable(
    inference: [
      "mask", "anchors", "classes", "num", "scale_x_y", "yolo_point", "nms_kind", "beta_nms",
    ],
    training: [
      "max", "max_delta", "counters_per_class", "label_smooth_eps", "objectness_smooth",
      "uc_normalizer", "iou_normalizer", "obj_normalizer", "cls_normalizer", "delta_normalizer",
      "iou_loss", "iou_thresh_kind", "jitter", "resize", "ignore_thresh", "truth_thresh",
      "iou_thresh", "random", "map",
    ])

  init(reading reader: inout SectionReader) {
    classes = reader.positive("classes", default: 20)
    let anchors = HeadAnchors(reading: &reader, hasMask: true)
    (allAnchors, mask) = (anchors.all, anchors.mask)
    scaleXY = reader.real("scale_x_y", default: 1)
    point = reader.choice(
      "yolo_point", default: .center, otherwise: "for which darknet uses center", .warning)
    suppression = reader.suppression()
    betaNMS = reader.real("beta_nms", default: 0.6)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.head(anchors: mask.count, values: 9, classes: classes)
  }
}

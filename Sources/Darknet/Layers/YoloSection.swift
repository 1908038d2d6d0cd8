/// `[yolo]`: per anchor x, y, w, h, objectness, classes.
public struct YoloSection: LayerSection, Hashable {
  /// The number of classes.
  public let classes: Int
  /// `mask`: which of `allAnchors` this head uses, in order.
  public let mask: [Int]
  /// All anchors of the cfg, in pixels of the network input.
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

extension YoloSection: LayerRule {
  static let names = ["yolo"]
  static let keys = KeyTable(
    inference: [
      "mask", "anchors", "classes", "num", "scale_x_y", "new_coords", "nms_kind", "beta_nms",
    ],
    training: [
      "max", "show_details", "max_delta", "counters_per_class", "label_smooth_eps",
      "objectness_smooth", "iou_normalizer", "obj_normalizer", "cls_normalizer",
      "delta_normalizer", "iou_loss", "iou_thresh_kind", "jitter", "resize", "focal_loss",
      "ignore_thresh", "truth_thresh", "iou_thresh", "random", "map",
    ],
    tracking: [
      "track_history_size", "sim_thresh", "dets_for_track", "dets_for_show", "track_ciou_norm",
      "embedding_layer",
    ])

  init(reading reader: inout SectionReader) {
    classes = reader.positive("classes", default: 20)
    let anchors = HeadAnchors(reading: &reader, hasMask: true)
    (allAnchors, mask) = (anchors.all, anchors.mask)
    scaleXY = reader.real("scale_x_y", default: 1)
    newCoordinates = reader.flag("new_coords")
    suppression = reader.suppression()
    betaNMS = reader.real("beta_nms", default: 0.6)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.head(anchors: mask.count, values: 5, classes: classes)
  }
}

extension SectionReader {
  /// `nms_kind`.
  mutating func suppression() -> SuppressionKind {
    choice(
      "nms_kind", default: .default, otherwise: "for which darknet uses default", .warning)
  }
}

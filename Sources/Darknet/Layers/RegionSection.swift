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

extension RegionSection: LayerRule {
  static let names = ["region"]
  static let keys = KeyTable(
    inference: ["anchors", "classes", "coords", "num", "softmax", "tree", "map", "classfix"],
    training: [
      "max", "log", "sqrt", "focal_loss", "jitter", "resize", "rescore", "thresh", "absolute",
      "random", "coord_scale", "object_scale", "noobject_scale", "mask_scale", "class_scale",
      "bias_match",
    ])

  init(reading reader: inout SectionReader) {
    classes = reader.positive("classes", default: 20)
    coordinates = reader.coordinates(default: 4)
    let anchors = HeadAnchors(reading: &reader, hasMask: false)
    self.anchors = anchors.mask.map { anchors.all[$0] }
    softmax = reader.flag("softmax")
    tree = reader.text("tree")
    map = reader.text("map")
    classFix = reader.integer("classfix", default: 0)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.head(anchors: anchors.count, values: coordinates + 1, classes: classes)
  }
}

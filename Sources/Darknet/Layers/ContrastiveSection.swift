/// `[contrastive]`: of no effect at inference; output a vector.
public struct ContrastiveSection: LayerSection, Hashable {
  /// The number of classes.
  public let classes: Int
  /// The `[yolo]` layer it trains with, absolute.
  public let yoloLayer: Int?
}

extension ContrastiveSection: LayerRule {
  static let names = ["contrastive"]
  static let keys = KeyTable(
    inference: ["classes", "yolo_layer"],
    training: ["temperature", "cls_normalizer", "max_delta", "contrastive_neg_max"])

  init(reading reader: inout SectionReader) {
    classes = reader.positive("classes", default: 1000)
    yoloLayer = reader.section["yolo_layer"] == nil ? nil : reader.reference("yolo_layer")
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    if let yoloLayer, let target = context.layer(yoloLayer), let rule = target.rule,
      !(rule is YoloSection)
    {
      context.error(
        "yolo_layer is layer \(yoloLayer) ([\(target.type)]), which is not a [yolo]",
        at: "yolo_layer")
    }
    return context.result(context.input.flattened)
  }
}

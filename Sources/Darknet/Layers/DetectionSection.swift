/// `[detection]`, the head of YOLOv1: side² · classes scores, side² · boxes objectness values,
/// side² · boxes · coordinates; output a vector of as many values.
public struct DetectionSection: LayerSection, Hashable {
  /// The number of classes.
  public let classes: Int
  /// The number of coordinates of a box.
  public let coordinates: Int
  /// `num`: boxes of each cell.
  public let boxes: Int
  /// Cells of one side of the grid.
  public let side: Int
  /// Whether class scores of a cell pass through a softmax.
  public let softmax: Bool
  /// `sqrt`: sizes are stored as square roots.
  public let squareRoot: Bool
}

extension DetectionSection: LayerRule {
  static let names = ["detection"]
  static let keys = KeyTable(
    inference: ["classes", "coords", "num", "side", "softmax", "sqrt"],
    training: [
      "rescore", "max", "coord_scale", "forced", "object_scale", "noobject_scale", "class_scale",
      "jitter", "resize", "random", "reorg",
    ])

  init(reading reader: inout SectionReader) {
    classes = reader.positive("classes", default: 1)
    coordinates = reader.coordinates(default: 1)
    boxes = reader.positive("num", default: 1)
    side = reader.positive("side", default: 7)
    softmax = reader.flag("softmax")
    squareRoot = reader.flag("sqrt")
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    let perCell = checkedProduct(1 + coordinates, boxes).flatMap { $0 + classes }
    let expected = perCell.flatMap { checkedProduct(side, side, $0) }
    let count = context.input.count
    if context.isSound("classes", "coords", "num", "side"), context.certainty == .all,
      expected != count
    {
      let total = expected.map { " = \($0)" } ?? ""
      let message = """
        [detection] needs side² x (num x (1 + coords) + classes) = \
        \(side)² x (\(boxes) x (1 + \(coordinates)) + \(classes))\(total) values, but \
        \(context.previousName) gives \(count)
        """
      if let feeding = context.earlier.last, let output = feeding.text["output"],
        feeding.rule is ConnectedSection
      {
        context.error(message, at: output.valueLocation)
      } else {
        context.error(message)
      }
    }
    return context.result(context.input.flattened)
  }
}

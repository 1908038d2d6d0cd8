/// `[softmax]`, `[soft]`: over `groups` equal parts of the flat input; output a vector.
public struct SoftmaxSection: LayerSection, Hashable {
  /// The number of parts.
  public let groups: Int
  /// What values are divided by first.
  public let temperature: Float
  /// The word tree that groups the classes, as named in the cfg.
  public let tree: String?
  /// `spatial`: over channels at each place (darknet's GPU code only).
  public let isSpatial: Bool
}

extension SoftmaxSection: LayerRule {
  static let names = ["softmax", "soft"]
  static let keys = KeyTable(
    inference: ["groups", "temperature", "tree", "spatial"], training: ["noloss"])

  init(reading reader: inout SectionReader) {
    groups = reader.positive("groups", default: 1)
    temperature = reader.real("temperature", default: 1)
    if temperature == 0 { reader.error("temperature=0 would divide by 0", at: "temperature") }
    tree = reader.text("tree")
    isSpatial = reader.real("spatial", default: 0) != 0
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    let count = context.input.count
    if count % groups != 0, context.certainty == .all {
      context.error("\(count) values do not divide into groups=\(groups)", at: "groups")
    }
    return context.result(context.input.flattened)
  }
}

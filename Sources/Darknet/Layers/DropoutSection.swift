/// `[dropout]`: nothing at inference.
public struct DropoutSection: LayerSection, Hashable {}

extension DropoutSection: LayerRule {
  static let names = ["dropout"]
  static let keys = KeyTable(
    training: ["probability", "dropblock", "dropblock_size_rel", "dropblock_size_abs"])

  init(reading reader: inout SectionReader) {}

  func shape(in context: inout ShapeContext) -> LayerShape { context.result(context.input) }
}

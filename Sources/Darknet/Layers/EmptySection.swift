/// `[empty]`, `[silence]`, `[blank]`: nothing.
public struct EmptySection: LayerSection, Hashable {}

extension EmptySection: LayerRule {
  static let names = ["empty", "silence", "blank"]

  init(reading reader: inout SectionReader) {}

  func shape(in context: inout ShapeContext) -> LayerShape { context.result(context.input) }
}

/// `[cost]`: of no effect at inference; output a vector.
public struct CostSection: LayerSection, Hashable {}

extension CostSection: LayerRule {
  static let names = ["cost"]
  static let keys = KeyTable(training: ["type", "scale", "ratio"])

  init(reading reader: inout SectionReader) {}

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.result(context.input.flattened)
  }
}

/// `[avgpool]`, `[avg]`: the mean of every channel; output (channels, 1, 1).
public struct AveragePoolSection: LayerSection, Hashable {}

extension AveragePoolSection: LayerRule {
  static let names = ["avgpool", "avg"]

  init(reading reader: inout SectionReader) {}

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    context.settle(.extent)
    return context.result(context.map(channels: context.input.channels, height: 1, width: 1))
  }
}

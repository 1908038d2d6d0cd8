/// `[batchnorm]`: normalization, scale and bias of every channel.
public struct BatchNormSection: LayerSection, Hashable {}

extension BatchNormSection: LayerRule {
  static let names = ["batchnorm"]

  init(reading reader: inout SectionReader) {}

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    return context.result(context.input)
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    [ParameterBlock(role: .biases, shape: [input.channels])]
      + ParameterBlock.normalization(input.channels)
  }
}

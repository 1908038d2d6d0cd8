/// `[connected]`, `[conn]`: every output from every input; output (output, 1, 1).
public struct ConnectedSection: LayerSection, Hashable {
  /// The number of outputs.
  public let output: Int
  /// What follows the normalization or bias.
  public let activation: Activation
  /// Whether scales, means and variances belong to the layer.
  public let batchNormalize: Bool
}

extension ConnectedSection: LayerRule {
  static let names = ["connected", "conn"]
  static let keys = KeyTable(inference: ["output", "activation", "batch_normalize"])

  init(reading reader: inout SectionReader) {
    output = reader.positive("output", default: 1)
    activation = reader.activation(default: .logistic)
    batchNormalize = reader.flag("batch_normalize")
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.limitWeights(output, context.input.count, at: "output")
    context.settle(.all, by: "output")
    return context.result(context.map(channels: output, height: 1, width: 1))
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    Work(multiplyAdds: input.count * output.count)
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    ParameterBlock.connected(
      from: input.count, to: self.output, batchNormalize: batchNormalize,
      loadsScales: !options.dontLoadScales)
  }
}

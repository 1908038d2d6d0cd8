/// `[lstm]`: eight connected layers; output (output, 1, 1).
public struct LSTMSection: LayerSection, Hashable {
  /// The number of outputs.
  public let output: Int
  /// Whether the layers are normalized.
  public let batchNormalize: Bool
}

extension LSTMSection: LayerRule {
  static let names = ["lstm"]
  static let keys = KeyTable(inference: ["output", "batch_normalize"])

  init(reading reader: inout SectionReader) {
    output = reader.positive("output", default: 1)
    batchNormalize = reader.flag("batch_normalize")
  }

  private var gates: Gates {
    let state = ["wf", "wi", "wg", "wo"].map { ($0, false) }
    let input = ["uf", "ui", "ug", "uo"].map { ($0, true) }
    return Gates(parts: state + input, output: output, batchNormalize: batchNormalize)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.limitWeights(output, max(context.input.count, output), at: "output")
    context.settle(.all, by: "output")
    return context.result(context.map(channels: output, height: 1, width: 1))
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    gates.work(inputs: input.count)
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] { gates.parameters(inputs: input.count) }
}

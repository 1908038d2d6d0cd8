/// `[gru]`: six connected layers; output a vector.
public struct GRUSection: LayerSection, Hashable {
  /// The number of outputs.
  public let output: Int
  /// Whether the layers are normalized.
  public let batchNormalize: Bool
}

extension GRUSection: LayerRule {
  static let names = ["gru"]
  static let keys = KeyTable(inference: ["output", "batch_normalize"])

  init(reading reader: inout SectionReader) {
    output = reader.positive("output", default: 1)
    batchNormalize = reader.flag("batch_normalize")
  }

  private var gates: Gates {
    let input = ["input_z", "input_r", "input_h"].map { ($0, true) }
    let state = ["state_z", "state_r", "state_h"].map { ($0, false) }
    return Gates(parts: input + state, output: output, batchNormalize: batchNormalize)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.limitWeights(output, max(context.input.count, output), at: "output")
    context.settle(.all, by: "output")
    return context.result(context.vector(output))
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    gates.work(inputs: input.count)
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] { gates.parameters(inputs: input.count) }
}

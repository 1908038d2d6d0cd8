/// `[rnn]`: connected layers `input`, `self`, `output`; output (output, 1, 1).
public struct RNNSection: LayerSection, Hashable {
  /// The number of outputs.
  public let output: Int
  /// The number of hidden values.
  public let hidden: Int
  /// The activation of all three layers.
  public let activation: Activation
  /// The activation of `self`, which `logistic=1` or `2` changes to logistic or loggy.
  public let selfActivation: Activation
  /// Whether the three layers are normalized.
  public let batchNormalize: Bool
  /// Whether the hidden state is added to the next one.
  public let shortcut: Bool
}

extension RNNSection: LayerRule {
  static let names = ["rnn"]
  static let keys = KeyTable(
    inference: ["output", "hidden", "activation", "batch_normalize", "logistic", "shortcut"])

  init(reading reader: inout SectionReader) {
    output = reader.positive("output", default: 1)
    hidden = reader.positive("hidden", default: 1)
    activation = reader.activation(default: .logistic)
    batchNormalize = reader.flag("batch_normalize")
    shortcut = reader.flag("shortcut")
    switch reader.integer("logistic", default: 0) {
    case 1: selfActivation = .logistic
    case 2: selfActivation = .loggy
    default: selfActivation = activation
    }
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    let inputs = context.input.count
    context.limitWeights(hidden, max(inputs, hidden), at: "hidden")
    context.limitWeights(hidden, output, at: "output")
    context.settle(.all, by: "output")
    return context.result(context.map(channels: output, height: 1, width: 1))
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    Work(multiplyAdds: hidden &* (input.count &+ hidden &+ self.output))
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    [("input", input.count, hidden), ("self", hidden, hidden), ("output", hidden, self.output)]
      .flatMap { part, from, to in
        ParameterBlock.connected(from: from, to: to, part: part, batchNormalize: batchNormalize)
      }
  }
}

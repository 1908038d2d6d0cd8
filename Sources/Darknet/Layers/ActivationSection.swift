/// `[activation]`: the activation alone.
public struct ActivationSection: LayerSection, Hashable {
  /// The function.
  public let activation: Activation
}

extension ActivationSection: LayerRule {
  static let names = ["activation"]
  static let keys = KeyTable(inference: ["activation"])

  init(reading reader: inout SectionReader) {
    activation = reader.activation(default: .linear)
  }

  func shape(in context: inout ShapeContext) -> LayerShape { context.result(context.input) }
}

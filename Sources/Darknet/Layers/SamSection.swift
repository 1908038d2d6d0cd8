/// `[sam]`: the previous output times that of layer `from`, element by element.
public struct SamSection: LayerSection, Hashable {
  /// The other factor, absolute.
  public let from: Int
  /// What follows the product.
  public let activation: Activation
}

extension SamSection: LayerRule {
  static let names = ["sam"]
  static let keys = KeyTable(inference: ["from", "activation"])

  init(reading reader: inout SectionReader) {
    from = reader.reference("from")
    activation = reader.activation(default: .linear)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    guard let source = context.layer(from) else { return context.result(context.input) }
    context.rely(on: source)
    if source.output != context.input {
      context.misfit(
        .all,
        """
        the factors differ in shape: layer \(from) ([\(source.type)]) gives \(source.output), \
        \(context.previousName) gives \(context.input)
        """, at: "from")
    }
    context.certainty = source.certainty
    return context.result(source.output)
  }
}

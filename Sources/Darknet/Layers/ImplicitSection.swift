/// `[implicit]`: its stored weights, whatever the input; output (filters, atoms, 1). YOLOR calls it by
/// what reads it.
public struct ImplicitSection: LayerSection, Hashable {
  /// Channels.
  public let filters: Int
  /// Rows.
  public let atoms: Int
}

extension ImplicitSection: LayerRule {
  static let names = ["implicit", "implicit_add", "implicit_mul"]
  static let keys = KeyTable(inference: ["filters", "atoms"], training: ["mean", "std"])

  init(reading reader: inout SectionReader) {
    filters = reader.positive("filters", default: 128)
    atoms = reader.positive("atoms", default: 1)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.settle(.all, by: "filters", "atoms")
    return context.result(context.map(channels: filters, height: atoms, width: 1))
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    [ParameterBlock(role: .weights, shape: [filters, atoms])]
  }
}

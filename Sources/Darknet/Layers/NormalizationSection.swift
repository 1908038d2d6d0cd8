/// `[normalization]`, `[lrn]`: local response normalization by darknet's own recurrence.
public struct NormalizationSection: LayerSection, Hashable {
  /// The factor of the sum of squares, not divided by `size`.
  public let alpha: Float
  /// The exponent.
  public let beta: Float
  /// What is added to the sum.
  public let kappa: Float
  /// Channels of the window.
  public let size: Int
}

extension NormalizationSection: LayerRule {
  static let names = ["normalization", "lrn"]
  static let keys = KeyTable(inference: ["alpha", "beta", "kappa", "size"])

  init(reading reader: inout SectionReader) {
    alpha = reader.real("alpha", default: 0.0001)
    beta = reader.real("beta", default: 0.75)
    kappa = reader.real("kappa", default: 1)
    size = reader.positive("size", default: 5)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    if size / 2 > context.input.channels {
      context.misfit(
        .channels,
        "half the window of \(size) is more than the input's \(context.input.channels) channels",
        at: "size")
    }
    return context.result(context.input)
  }
}

/// `[scale_channels]`: the map of layer `from` times the previous output: one factor for each
/// channel (1x1 map), or with `perPosition` one for each place (one channel).
public struct ScaleChannelsSection: LayerSection, Hashable {
  /// The layer that is scaled, absolute.
  public let from: Int
  /// `scale_wh`.
  public let perPosition: Bool
  /// What follows the product.
  public let activation: Activation
}

extension ScaleChannelsSection: LayerRule {
  static let names = ["scale_channels"]
  static let keys = KeyTable(inference: ["from", "scale_wh", "activation"])

  init(reading reader: inout SectionReader) {
    from = reader.reference("from")
    perPosition = reader.flag("scale_wh")
    activation = reader.activation(default: .linear)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    guard let source = context.layer(from) else { return context.result(context.input) }
    let (map, scale) = (source.output, context.input)
    context.rely(on: source)
    let fits: Bool
    if perPosition {
      fits = scale.channels == 1 && (scale.height, scale.width) == (map.height, map.width)
    } else {
      fits = scale.channels == map.channels && scale.height == 1 && scale.width == 1
    }
    let expected = perPosition ? "\(map.width)x\(map.height)x1" : "1x1x\(map.channels)"
    if !fits || map.isVector {
      context.misfit(
        .all,
        """
        layer \(from) ([\(source.type)]) gives \(map), which is scaled by \(expected), but \
        \(context.previousName) gives \(scale)
        """, at: "from")
    }
    context.certainty = source.certainty
    return context.result(map)
  }
}

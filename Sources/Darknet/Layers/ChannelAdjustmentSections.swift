/// `[shift_channels]`: the previous output and what an implicit layer gives for each channel.
///
/// Of YOLOR, as `[control_channels]`: https://github.com/WongKinYiu/yolor, `utils/layers.py`
/// (`ShiftChannel`, `ControlChannel`).
public struct ShiftChannelsSection: LayerSection, Hashable {
  /// The layer that gives a number for each channel, absolute.
  public let from: Int
}

/// `[control_channels]`: the previous output times what an implicit layer gives for each channel.
public struct ControlChannelsSection: LayerSection, Hashable {
  /// The layer that gives a number for each channel, absolute.
  public let from: Int
}

extension ShiftChannelsSection: LayerRule {
  static let names = ["shift_channels"]
  static let keys = KeyTable(inference: ["from"])

  init(reading reader: inout SectionReader) { from = reader.reference("from") }

  func shape(in context: inout ShapeContext) -> LayerShape { context.adjusted(by: from) }
}

extension ControlChannelsSection: LayerRule {
  static let names = ["control_channels"]
  static let keys = KeyTable(inference: ["from"])

  init(reading reader: inout SectionReader) { from = reader.reference("from") }

  func shape(in context: inout ShapeContext) -> LayerShape { context.adjusted(by: from) }
}

extension ShapeContext {
  /// The input, of which another layer changes each channel by a number of its own.
  fileprivate mutating func adjusted(by from: Int) -> LayerShape {
    requireMap()
    guard let source = layer(from) else { return result(input) }
    let certainty = certainty
    rely(on: source)
    let factors = source.output
    if (factors.channels, factors.height, factors.width) != (input.channels, 1, 1) {
      misfit(
        .channels,
        """
        layer \(from) ([\(source.type)]) gives \(factors), but \(previousName) gives \(input), \
        which needs 1x1x\(input.channels)
        """, at: "from")
    }
    self.certainty = certainty
    return result(input)
  }
}

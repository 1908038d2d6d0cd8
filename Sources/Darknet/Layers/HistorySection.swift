/// `[history]`: the newest frames, stacked on channels.
public struct HistorySection: LayerSection, Hashable {
  /// The number of frames.
  public let historySize: Int
}

extension HistorySection: LayerRule {
  static let names = ["history"]
  static let keys = KeyTable(inference: ["history_size"])

  init(reading reader: inout SectionReader) {
    historySize = reader.positive("history_size", default: 4)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    let input = context.input
    return context.result(
      context.map(
        channels: input.channels * historySize, height: input.height, width: input.width))
  }
}

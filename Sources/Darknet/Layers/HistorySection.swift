/// `[history]`: the newest frames, stacked on channels.
public struct HistorySection: LayerSection, Hashable {
  /// The number of frames.
  public let historySize: Int
}

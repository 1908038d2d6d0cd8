/// `[softmax]`, `[soft]`: over `groups` equal parts of the flat input; output a vector.
public struct SoftmaxSection: LayerSection, Hashable {
  /// The number of parts.
  public let groups: Int
  /// What values are divided by first.
  public let temperature: Float
  /// The word tree that groups the classes, as named in the cfg.
  public let tree: String?
  /// `spatial`: over channels at each place (darknet's GPU code only).
  public let isSpatial: Bool
}

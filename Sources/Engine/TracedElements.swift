/// Elements of a value that a traced run shows.
public struct TracedElements {
  /// The elements.
  public let elements: UnsafeBufferPointer<Float>
  /// Where the channels of a pixel lie side by side, pixel after pixel, how many there are; nil
  /// where the elements are in the graph's order, and are all of them.
  public let channels: Int?
}

/// Numbers that go into a model or come out of it.
public struct RuntimeTensor: Hashable, Sendable {
  /// The extents, outermost first; for pictures N, C, H, W.
  public var shape: [Int]
  /// The numbers, row-major; whole numbers beyond 2^24 are rounded.
  public var elements: [Float]

  /// Creates a tensor; whether the numbers fill the shape is checked where it is used.
  public init(_ elements: [Float], shape: [Int]) {
    self.shape = shape
    self.elements = elements
  }
}

/// A found object.
public struct Detection: Hashable, Sendable {
  /// Its class, counted from 0.
  public var classIndex: Int
  /// How sure the network is, usually 0 to 1.
  public var score: Float
  /// Where it is, in pixels of the picture.
  public var box: Box

  /// Creates a detection.
  public init(classIndex: Int, score: Float, box: Box) {
    self.classIndex = classIndex
    self.score = score
    self.box = box
  }
}

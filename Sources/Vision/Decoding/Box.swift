/// An upright rectangle: its top left corner and its size, in pixels.
public struct Box: Hashable, Sendable {
  /// The left edge.
  public var x: Float
  /// The top edge.
  public var y: Float
  /// The width.
  public var width: Float
  /// The height.
  public var height: Float

  /// Creates a box.
  public init(x: Float, y: Float, width: Float, height: Float) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The right edge.
  public var right: Float { x + width }
  /// The bottom edge.
  public var bottom: Float { y + height }
  /// Width times height.
  public var area: Float { width * height }

  /// Whether every number is one, not infinite or undefined.
  var isFinite: Bool {
    x.isFinite && y.isFinite && right.isFinite && bottom.isFinite && area.isFinite
  }

  /// The part of the box inside an image; a box beside the image becomes an empty one on its
  /// border.
  public func clipped(toWidth imageWidth: Int, height imageHeight: Int) -> Box {
    let left = min(max(x, 0), Float(imageWidth))
    let top = min(max(y, 0), Float(imageHeight))
    return Box(
      x: left, y: top, width: min(max(right, left), Float(imageWidth)) - left,
      height: min(max(bottom, top), Float(imageHeight)) - top)
  }

  /// The area of the intersection over that of the union; 0 when they do not meet.
  public func intersectionOverUnion(_ other: Box) -> Float {
    let shared = Box(
      x: max(x, other.x), y: max(y, other.y),
      width: min(right, other.right) - max(x, other.x),
      height: min(bottom, other.bottom) - max(y, other.y))
    guard shared.width > 0, shared.height > 0 else { return 0 }
    return shared.area / (area + other.area - shared.area)
  }
}

/// A found object.
public struct Detection: Hashable, Sendable {
  /// Its class, counted from 0.
  public var classIndex: Int
  /// How sure the network is, usually 0 to 1.
  public var score: Float
  /// Where it is, in pixels of the image.
  public var box: Box

  /// Creates a detection.
  public init(classIndex: Int, score: Float, box: Box) {
    self.classIndex = classIndex
    self.score = score
    self.box = box
  }
}

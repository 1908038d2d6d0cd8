import Vision

/// An upright rectangle in pixels of the original image: its top left corner and its size.
///
/// In double precision, unlike `Vision.Box`: annotations are written in decimals, and the metric
/// has to be equal to that of programs that compute in doubles.
public struct ObjectBox: Hashable, Sendable {
  /// The left edge.
  public var x: Double
  /// The top edge.
  public var y: Double
  /// The width.
  public var width: Double
  /// The height.
  public var height: Double

  /// Creates a box.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// A detector's box.
  public init(_ box: Box) {
    self.init(
      x: Double(box.x), y: Double(box.y), width: Double(box.width), height: Double(box.height))
  }

  /// Width times height.
  public var area: Double { width * height }

  /// The area that two boxes share; 0 when they do not meet. No pixel is added.
  func shared(with other: ObjectBox) -> Double {
    let across = min(x + width, other.x + other.width) - max(x, other.x)
    guard across > 0 else { return 0 }
    let down = min(y + height, other.y + other.height) - max(y, other.y)
    guard down > 0 else { return 0 }
    return across * down
  }
}

extension ObjectBox {
  /// More pixels than any image has; beyond, areas would leave what doubles hold.
  private static let farthest = 1e9

  /// What is wrong with a box in a file, or nil.
  var problem: String? {
    for number in [x, y, width, height] where !(abs(number) <= ObjectBox.farthest) {
      return "is \(list), which is beyond any image"
    }
    guard width < 0 || height < 0 else { return nil }
    return "is \(list), of a negative size; expected left, top, width, height"
  }

  private var list: String {
    let numbers = [x, y, width, height].map { $0.isNaN ? "NaN" : "\($0)" }
    return "[\(numbers.joined(separator: ", "))]"
  }
}

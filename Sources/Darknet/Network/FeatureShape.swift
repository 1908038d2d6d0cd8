/// What a layer gives for one image: a feature map of channels x height x width, or a plain
/// vector of which darknet knows only the length (after `[softmax]`, `[cost]`, `[detection]`,
/// `[gru]`, and the input of networks that declare only `inputs=`).
public struct FeatureShape: Hashable, Sendable, CustomStringConvertible {
  /// Whether it is a plain vector. darknet records 0 for its channels, height and width.
  public let isVector: Bool
  /// The channels; the length of a vector.
  public let channels: Int
  /// The rows; 1 for a vector.
  public let height: Int
  /// The columns; 1 for a vector.
  public let width: Int

  /// The most elements one tensor may have: 2^31 - 1, what darknet's `int` can count.
  public static let largestCount = Int(Int32.max)

  /// The number of values, at most `largestCount`.
  public var count: Int { channels * height * width }

  /// A feature map; nil when an extent is below 1 or the elements are more than `largestCount`.
  public init?(channels: Int, height: Int, width: Int) {
    guard channels > 0, height > 0, width > 0,
      let count = checkedProduct(channels, height, width), count <= FeatureShape.largestCount
    else { return nil }
    self.isVector = false
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// A vector; nil when the length is below 1 or above `largestCount`.
  public init?(vector count: Int) {
    guard count > 0, count <= FeatureShape.largestCount else { return nil }
    isVector = true
    channels = count
    height = 1
    width = 1
  }

  private init(isVector: Bool, channels: Int, height: Int, width: Int) {
    self.isVector = isVector
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// One value; what parsing continues with where a shape could not be computed.
  static let single = FeatureShape(isVector: false, channels: 1, height: 1, width: 1)

  /// The same values as a vector.
  var flattened: FeatureShape {
    FeatureShape(isVector: true, channels: count, height: 1, width: 1)
  }

  /// `WxHxC` as darknet prints it, or the length of a vector.
  public var description: String {
    isVector ? "\(channels) values" : "\(width)x\(height)x\(channels)"
  }
}

/// The product of whole numbers, or nil where it does not fit.
func checkedProduct(_ factors: Int...) -> Int? {
  var product = 1
  for factor in factors {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    product = next
  }
  return product
}

/// The arithmetic a layer does for one image.
struct Work {
  /// Multiplications followed by an addition.
  var multiplyAdds = 0
  /// What darknet counts as operations of the layer: two for each multiply-add of a convolution,
  /// comparisons of a pooling, additions of a shortcut; nothing for most others.
  var operations = 0.0

  static func + (a: Work, b: Work) -> Work {
    Work(multiplyAdds: a.multiplyAdds &+ b.multiplyAdds, operations: a.operations + b.operations)
  }
}

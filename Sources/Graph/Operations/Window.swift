/// A pair of extents along the rows and columns of a feature map, in elements.
public struct Extent2D: Hashable, Sendable {
  /// Along the height.
  public var height: Int
  /// Along the width.
  public var width: Int

  /// Creates an extent.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// The same extent along both axes.
  public init(_ both: Int) { self.init(height: both, width: both) }
}

/// Elements added around a feature map, which may differ from side to side.
public struct Padding2D: Hashable, Sendable {
  /// Rows above.
  public var top: Int
  /// Columns to the left.
  public var left: Int
  /// Rows below.
  public var bottom: Int
  /// Columns to the right.
  public var right: Int

  /// Creates a padding.
  public init(top: Int, left: Int, bottom: Int, right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// The same padding on all sides.
  public init(_ all: Int = 0) { self.init(top: all, left: all, bottom: all, right: all) }
}

/// How a window moves over a feature map.
public struct Window: Hashable, Sendable {
  /// The size of the window.
  public var kernel: Extent2D
  /// The step between windows.
  public var stride: Extent2D
  /// What is added around the map.
  public var padding: Padding2D
  /// The distance between the elements a window looks at.
  public var dilation: Extent2D

  /// Creates a window.
  public init(
    kernel: Extent2D, stride: Extent2D = Extent2D(1), padding: Padding2D = Padding2D(),
    dilation: Extent2D = Extent2D(1)
  ) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// The number of positions the window takes on a map, rows and columns:
  /// floor((in + padding - dilation (kernel - 1) - 1) / stride) + 1.
  ///
  /// - Throws: `OperationError` when the window does not fit once.
  public func positions(on map: Extent2D) throws(OperationError) -> Extent2D {
    Extent2D(
      height: try Window.positions(
        map.height, kernel.height, stride.height, padding.top, padding.bottom, dilation.height),
      width: try Window.positions(
        map.width, kernel.width, stride.width, padding.left, padding.right, dilation.width))
  }

  private static func positions(
    _ extent: Int, _ kernel: Int, _ stride: Int, _ before: Int, _ after: Int, _ dilation: Int
  ) throws(OperationError) -> Int {
    let limit = 1 << 30
    guard (1..<limit).contains(kernel), (1..<limit).contains(stride),
      (1..<limit).contains(dilation), (0..<limit).contains(before), (0..<limit).contains(after)
    else {
      throw OperationError(
        "a window of size \(kernel), stride \(stride), padding \(before) and \(after), dilation "
          + "\(dilation) is not possible")
    }
    let (span, overflow) = dilation.multipliedReportingOverflow(by: kernel - 1)
    let room = extent + before + after - 1
    guard !overflow, room >= span else {
      throw OperationError("a window of size \(kernel) does not fit an extent of \(extent)")
    }
    return (room - span) / stride + 1
  }
}

import Graph

/// The patches of a map that a convolution multiplies its filters with.
///
/// A patch has as many columns as an output channel has weights, in the filters' order:
/// C / groups, kernel height, kernel width. Padding is 0.
public struct PatchGeometry: Hashable, Sendable {
  /// The convolution.
  public let convolution: Convolution
  /// The channels of the map, C.
  public let channels: Int
  /// The height and width of the map.
  public let map: Extent2D
  /// The height and width of the result.
  public let output: Extent2D

  /// The most elements a window may have: a block of second moments holds at least those of one
  /// channel.
  public static let largestWindow = MomentLayout.largestBlock

  /// The patches of a convolution.
  ///
  /// - Parameter shape: the map's, [N, C, H, W]; N does not matter.
  /// - Throws: `OperationError` when the map does not fit, or the window is above
  ///   `largestWindow`.
  public init(_ convolution: Convolution, map shape: Shape) throws(OperationError) {
    guard shape.rank == 4, shape.count > 0, convolution.groups > 0,
      shape[1] % convolution.groups == 0
    else {
      throw OperationError(
        "a map of shape \(shape) has no patches in \(convolution.groups) groups")
    }
    self.convolution = convolution
    channels = shape[1]
    map = Extent2D(height: shape[2], width: shape[3])
    output = try convolution.window.positions(on: map)
    let kernel = convolution.window.kernel
    let (taps, overflow) = kernel.height.multipliedReportingOverflow(by: kernel.width)
    guard !overflow, taps <= PatchGeometry.largestWindow else {
      throw OperationError(
        "moments of windows of \(kernel.height) x \(kernel.width) are not computed; at most "
          + "\(PatchGeometry.largestWindow) elements are possible")
    }
  }

  /// The input of a matrix product, as a map of 1 x 1 pixel.
  ///
  /// - Throws: `OperationError` when there are none, or too many, elements.
  public init(vector count: Int) throws(OperationError) {
    try self.init(
      Convolution(window: Window(kernel: Extent2D(1))), map: try Shape([1, count, 1, 1]))
  }

  /// The number of groups.
  public var groups: Int { convolution.groups }
  /// The elements of the window.
  var taps: Int { convolution.window.kernel.height * convolution.window.kernel.width }
  /// The input channels of a group.
  var groupChannels: Int { channels / groups }
  /// The columns of a patch of one group, K.
  public var columns: Int { groupChannels * taps }
  /// The number of output positions.
  public var positionCount: Int { output.height * output.width }
}

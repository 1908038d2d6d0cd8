/// The extents of a tensor, outermost first; for images and feature maps N, C, H, W.
///
/// A shape that exists is one that can be held: no negative extent, and the number of elements
/// stays below `Shape.largestCount`.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// The extents.
  public let dimensions: [Int]
  /// The number of elements, the product of the extents.
  public let count: Int

  /// The most elements a tensor may have: 2^34, far above any network and far below overflow of
  /// its size in bytes.
  public static let largestCount = 1 << 34

  /// The most axes; networks have 5 at most. Each value carries its shape, so that a few nodes over
  /// a shape of many axes would take as much memory as a large network.
  public static let largestRank = 64

  /// Checks and takes the extents.
  ///
  /// - Throws: `OperationError` when there are more than `largestRank`, an extent is negative or the product is above
  ///   `largestCount`.
  public init(_ dimensions: [Int]) throws(OperationError) {
    guard dimensions.count <= Shape.largestRank else {
      throw OperationError(
        "a tensor of \(dimensions.count) axes has more than the \(Shape.largestRank) that are read")
    }
    var count = 1
    for extent in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      // The extents too, so that sums of them cannot overflow where another one is 0.
      guard extent >= 0, extent <= Shape.largestCount, !overflow, product <= Shape.largestCount
      else {
        throw OperationError("a tensor of shape \(dimensions) cannot be held")
      }
      count = product
    }
    self.dimensions = dimensions
    self.count = count
  }

  /// The shape of a scalar.
  public static let scalar = Shape(unchecked: [], count: 1)

  /// The shape of a vector that is in memory already, and so can be held.
  init(vector count: Int) {
    self.init(unchecked: [count], count: count)
  }

  private init(unchecked dimensions: [Int], count: Int) {
    self.dimensions = dimensions
    self.count = count
  }

  /// The number of extents.
  public var rank: Int { dimensions.count }

  /// The extent of one axis.
  public subscript(axis: Int) -> Int { dimensions[axis] }

  /// For example `1x3x416x416`.
  public var description: String {
    dimensions.isEmpty ? "scalar" : dimensions.map(String.init).joined(separator: "x")
  }
}

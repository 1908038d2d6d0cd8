/// An output position of a convolution, and so a patch of its input.
public struct PatchPosition: Hashable, Sendable {
  /// Counted from the top.
  public var row: Int
  /// Counted from the left.
  public var column: Int

  /// Creates a position.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

extension PatchGeometry {
  /// Positions to look at in an image: all, or `count` of them, each drawn from its own run of
  /// positions in the order of rows, so that they are spread evenly. The draw depends on nothing but
  /// `image` and `count`.
  public func positions(count: Int, image: Int) -> [PatchPosition] {
    let all = positionCount
    let width = output.width
    func position(_ index: Int) -> PatchPosition {
      PatchPosition(row: index / width, column: index % width)
    }
    guard count < all else { return (0..<all).map(position) }
    return (0..<max(count, 0)).map { number in
      let first = number * all / count
      let length = UInt64((number + 1) * all / count - first)
      let seed = UInt64(truncatingIfNeeded: image) << 32 | UInt64(number)
      return position(first + Int(scrambled(seed) % length))
    }
  }

  /// The output function of SplitMix64 (Steele et al. 2014).
  private func scrambled(_ seed: UInt64) -> UInt64 {
    var z = (seed &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

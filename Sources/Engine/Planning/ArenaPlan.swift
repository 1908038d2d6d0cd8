/// Where each buffer lies in one block of memory: buffers whose lives do not overlap share space.
public struct ArenaPlan: Sendable {
  /// A buffer and the steps between which it must keep its contents.
  public struct Buffer: Sendable {
    var byteCount: Int
    var firstStep: Int
    var lastStep: Int

    /// Describes a buffer.
    public init(byteCount: Int, firstStep: Int, lastStep: Int) {
      self.byteCount = byteCount
      self.firstStep = firstStep
      self.lastStep = lastStep
    }
  }

  /// The start of each buffer in bytes.
  public let offsets: [Int]
  /// The size of the block in bytes.
  public let byteCount: Int

  /// Buffers start on cache lines.
  public static let alignment = 64

  /// Places the buffers: the largest first, each in the lowest gap that is free during its life.
  public init(_ buffers: [Buffer]) {
    var offsets = Array(repeating: 0, count: buffers.count)
    // In the order of their offsets.
    var placed: [Int] = []
    var end = 0
    let order = buffers.indices.sorted {
      (buffers[$1].byteCount, $0) < (buffers[$0].byteCount, $1)
    }
    for index in order {
      let buffer = buffers[index]
      let size = ArenaPlan.aligned(buffer.byteCount)
      var offset = 0
      for other in placed
      where buffers[other].firstStep <= buffer.lastStep
        && buffer.firstStep <= buffers[other].lastStep
      {
        if offset + size <= offsets[other] { break }
        offset = max(offset, offsets[other] + ArenaPlan.aligned(buffers[other].byteCount))
      }
      offsets[index] = offset
      end = max(end, offset + size)
      placed.insert(index, at: ArenaPlan.position(of: offset, in: placed, offsets))
    }
    self.offsets = offsets
    byteCount = end
  }

  /// Where a buffer belongs among those in the order of their offsets.
  private static func position(of offset: Int, in placed: [Int], _ offsets: [Int]) -> Int {
    var (lower, upper) = (0, placed.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if offsets[placed[middle]] <= offset { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  private static func aligned(_ byteCount: Int) -> Int {
    (byteCount + alignment - 1) / alignment * alignment
  }
}

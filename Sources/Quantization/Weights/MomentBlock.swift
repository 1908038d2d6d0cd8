import Engine
import Kernels
import Threads

/// Moments of some columns of a group with each other, as a matrix in panels.
struct MomentBlock {
  /// Of the group.
  let columns: Range<Int>
  /// The panels of the matrix.
  let panels: Int
  /// The sums.
  let matrix: ArraySlice<Float>

  /// The rows and columns of the matrix, zeros beyond the group's columns.
  var side: Int { panels * MomentLayout.panel }

  /// An element of the diagonal.
  func diagonal(_ column: Int) -> Float {
    let panel = MomentLayout.panel
    return matrix[matrix.startIndex + (column / panel * side + column) * panel + column % panel]
  }

  /// Adds the matrix times a vector in each lane, [row][lane].
  func addProduct(with vectors: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>) {
    let width = MomentLayout.panel
    matrix.withUnsafeBufferPointer { matrix in
      guard let matrix = matrix.baseAddress else { return }
      for panel in 0..<panels {
        dk_moment_tile(
          matrix + panel * side * width, vectors, side, result + panel * width * width)
      }
    }
  }
}

extension PatchMoments {
  /// The blocks of a group's second moments.
  func blocks(ofGroup group: Int) -> [MomentBlock] { blocks(ofGroup: group, of: second) }

  /// The blocks of a group in a matrix that is laid out as that of the second moments.
  func blocks(ofGroup group: Int, of sums: [Float]) -> [MomentBlock] {
    layout.parts[layout.groups[group]].map { part in
      let block = layout.blocks[part.block]
      let range = block.start..<block.start + block.count
      // What other groups have in the same panel must not be seen.
      let isShared = block.panels.count == 1 && part.columns.count < MomentLayout.panel
      return MomentBlock(
        columns: part.columns, panels: block.panels.count,
        matrix: isShared
          ? PatchMoments.tile(of: sums[range], at: part.offset, count: part.columns.count)
          : sums[range])
    }
  }

  /// A tile with some of a tile's rows and columns.
  private static func tile(
    of sums: ArraySlice<Float>, at offset: Int, count: Int
  ) -> ArraySlice<Float> {
    let side = MomentLayout.panel
    var tile = ArraySlice(repeating: Float(0), count: side * side)
    for row in 0..<count {
      for column in 0..<count {
        tile[row * side + column] =
          sums[sums.startIndex + (offset + row) * side + offset + column]
      }
    }
    return tile
  }
}

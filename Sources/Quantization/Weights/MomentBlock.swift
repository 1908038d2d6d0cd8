/// The second moments of some columns of a group, as a matrix in panels.
struct MomentBlock {
  /// Of the group.
  let columns: Range<Int>
  /// The panels of the matrix.
  let panels: Int
  /// Sums of x̃ x̃ᵀ.
  let second: ArraySlice<Float>
  /// Sums of (x - x̃) x̃ᵀ; nil where maps did not come in pairs.
  let cross: ArraySlice<Float>?

  /// The rows and columns of the matrix, zeros beyond the group's columns.
  var side: Int { panels * MomentLayout.panel }

  /// An element of the diagonal.
  func diagonal(_ column: Int) -> Float {
    let panel = MomentLayout.panel
    return second[second.startIndex + (column / panel * side + column) * panel + column % panel]
  }
}

extension PatchMoments {
  /// The blocks of a group.
  func blocks(ofGroup group: Int) -> [MomentBlock] {
    layout.parts[layout.groups[group]].map { part in
      let block = layout.blocks[part.block]
      let range = block.start..<block.start + block.count
      // What other groups have in the same panel must not be seen.
      let isShared = block.panels.count == 1 && part.columns.count < MomentLayout.panel
      func matrix(_ sums: [Float]) -> ArraySlice<Float> {
        isShared
          ? PatchMoments.tile(of: sums[range], at: part.offset, count: part.columns.count)
          : sums[range]
      }
      return MomentBlock(
        columns: part.columns, panels: block.panels.count, second: matrix(second),
        cross: cross.map(matrix))
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

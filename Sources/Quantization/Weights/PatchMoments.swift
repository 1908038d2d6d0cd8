import Kernels

/// The first and second moments of the patches under a convolution.
///
/// Where a group has more columns than `MomentLayout.largestBlock`, second moments are known within
/// blocks of input channels only and taken to be 0 between them.
public struct PatchMoments: Sendable {
  /// The patches.
  public let geometry: PatchGeometry
  /// The number of patches.
  public let count: Int
  /// The mean of each column, for one group after the other.
  public let mean: [Float]
  /// The same in the float network; nil where maps did not come in pairs.
  public let floatMean: [Float]?
  let layout: MomentLayout
  /// Sums of x̃ x̃ᵀ, block by block, each a matrix in panels.
  let second: [Float]
  /// What is known of how the maps of pairs differ; nil where maps did not come in pairs.
  var difference: Difference?

  /// How the maps of pairs differ.
  enum Difference {
    /// Sums of (x - x̃) x̃ᵀ in the same layout.
    case moments([Float])
    /// Sums of x̃ (w · (x - x̃)) for one filter after the other: for the columns of its group, each block
    /// filled up to whole panels.
    case products([Float])
  }

  init(
    geometry: PatchGeometry, count: Int, layout: MomentLayout, second: [Float], cross: [Float]?,
    first: [Double], firstDifference: [Double]?
  ) {
    self.geometry = geometry
    self.count = count
    self.layout = layout
    self.second = second
    difference = cross.map(Difference.moments)
    let total = Double(max(count, 1))
    let sums = layout.gathered(first)
    mean = sums.map { Float($0 / total) }
    floatMean = firstDifference.map { differences in
      zip(sums, layout.gathered(differences)).map { Float(($0 + $1) / total) }
    }
  }

  /// The mean square of each column, for one group after the other: how much the error of a weight
  /// counts by itself.
  public var meanSquares: [Float] {
    let side = MomentLayout.panel
    let total = Float(max(count, 1))
    return layout.parts.flatMap { part in
      let block = layout.blocks[part.block]
      return part.columns.indices.map { column in
        let place = part.offset + column - part.columns.lowerBound
        let tile = block.tile(place / side, place / side)
        return second[tile + place % side * side + place % side] / total
      }
    }
  }

  /// The mean of x̃ᵢ x̃ⱼ for columns i and j of a group; 0 where they are in different blocks.
  public func secondMoment(group: Int, _ i: Int, _ j: Int) -> Float {
    moment(second, group: group, i, j)
  }

  /// The mean of x̃ᵢ (xⱼ - x̃ⱼ) for columns i and j of a group; nil where maps did not come in pairs, or
  /// only products with filters are left.
  public func crossMoment(group: Int, _ i: Int, _ j: Int) -> Float? {
    guard case .moments(let cross) = difference else { return nil }
    return moment(cross, group: group, j, i)
  }

  private func moment(_ sums: [Float], group: Int, _ row: Int, _ column: Int) -> Float {
    for part in layout.parts[layout.groups[group]]
    where part.columns.contains(row) && part.columns.contains(column) {
      let side = MomentLayout.panel
      let i = part.offset + row - part.columns.lowerBound
      let j = part.offset + column - part.columns.lowerBound
      let tile = layout.blocks[part.block].tile(i / side, j / side)
      return sums[tile + i % side * side + j % side] / Float(max(count, 1))
    }
    return 0
  }
}

extension MomentLayout {
  /// What is kept for each column of the panels, in the order of groups and their columns.
  fileprivate func gathered(_ panels: [Double]) -> [Double] {
    parts.flatMap { part in
      let first = blocks[part.block].panels.lowerBound * MomentLayout.panel + part.offset
      return panels[first..<first + part.columns.count]
    }
  }
}

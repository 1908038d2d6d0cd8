import Engine
import Kernels
import Threads

/// The Cholesky factor L of a block of second moments, H = L Lᵀ, with columns in the order in which
/// they are best rounded: from the last, where the input is largest, to the first.
///
/// One after the other, each column can then make up for the errors of those already rounded
/// (GPTQ, Frantar et al. 2023; in this form Chee et al. 2023, section 3).
struct MomentFactor {
  /// The column of the block at each place.
  let order: [Int]
  /// The rows and columns of the factor, filled up to whole panels.
  let side: Int
  /// A matrix in panels: L on and below the diagonal, Lᵀ above.
  private(set) var matrix: [Float]

  private static let lanes = MomentLayout.panel

  /// Factors a matrix.
  ///
  /// - Parameters:
  ///   - damping: added to the diagonal.
  ///   - pool: the threads that share the work; the result does not depend on them.
  init(_ block: MomentBlock, damping: Float, pool: ThreadPool) {
    let count = block.columns.count
    side = block.side
    let diagonal = (0..<count).map { block.diagonal($0) }
    order = (0..<count).sorted { (diagonal[$0], $1) < (diagonal[$1], $0) }
    matrix = Array(repeating: 0, count: side * side)
    let mean = diagonal.reduce(0, +) / Float(max(count, 1)) + damping
    permute(block, damping: damping, pool)
    factor(floor: mean > 0 ? Double(mean) * MomentFactor.smallestPivot : 1, pool)
  }

  /// Pivots below this part of the mean diagonal are noise of floats.
  private static let smallestPivot = 1e-6

  /// Copies the upper half of the block's matrix in the new order; 1 on the rest of the diagonal.
  private mutating func permute(_ block: MomentBlock, damping: Float, _ pool: ThreadPool) {
    let (order, side, lanes) = (order, side, MomentFactor.lanes)
    matrix.withUnsafeMutableBufferPointer { matrix in
      block.matrix.withUnsafeBufferPointer { source in
        pool.forEach(side / lanes) { _, panels in
          var row = Array(repeating: Float(0), count: side)
          for place in panels.lowerBound * lanes..<panels.upperBound * lanes {
            let first = place / lanes * lanes
            guard place < order.count else {
              matrix[(first * side / lanes + place) * lanes + place % lanes] = 1
              continue
            }
            for column in 0..<side {
              row[column] = source[(column / lanes * side + order[place]) * lanes + column % lanes]
            }
            row[order[place]] += damping
            for target in first..<order.count {
              matrix[(target / lanes * side + place) * lanes + target % lanes] = row[order[target]]
            }
          }
        }
      }
    }
  }

  /// Factors the matrix row of tiles by row of tiles.
  private mutating func factor(floor: Double, _ pool: ThreadPool) {
    let (side, lanes) = (side, MomentFactor.lanes)
    let panels = side / lanes
    matrix.withUnsafeMutableBufferPointer { matrix in
      guard let start = matrix.baseAddress else { return }
      /// Row `row` of tile column `column`.
      func tile(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
        start + (column * side + row * lanes) * lanes
      }
      for row in 0..<panels {
        var inverse = Array(repeating: Float(0), count: lanes * lanes)
        MomentFactor.subtractProduct(tile(0, row), tile(0, row), rows: row * lanes, tile(row, row))
        MomentFactor.factorDiagonal(tile(row, row), inverse: &inverse, floor: floor)
        pool.forEach(panels - row - 1) { _, range in
          var result = Array(repeating: Float(0), count: lanes * lanes)
          for column in range.lowerBound + row + 1..<range.upperBound + row + 1 {
            let own = tile(row, column)
            MomentFactor.subtractProduct(tile(0, row), tile(0, column), rows: row * lanes, own)
            for index in result.indices { result[index] = 0 }
            dk_moment_tile(inverse, own, lanes, &result)
            let mirrored = tile(column, row)
            for i in 0..<lanes {
              for j in 0..<lanes {
                own[i * lanes + j] = result[i * lanes + j]
                mirrored[j * lanes + i] = result[i * lanes + j]
              }
            }
          }
        }
      }
    }
  }

  /// target -= aᵀ b.
  private static func subtractProduct(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, rows: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    guard rows > 0 else { return }
    let count = lanes * lanes
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { product in
      product.initialize(repeating: 0)
      dk_moment_tile(a, b, rows, product.baseAddress)
      for index in 0..<count { target[index] -= product[index] }
    }
  }

  /// Factors a tile on the diagonal, and inverts Lᵀ.
  private static func factorDiagonal(
    _ tile: UnsafeMutablePointer<Float>, inverse: inout [Float], floor: Double
  ) {
    var upper = (0..<lanes * lanes).map { Double(tile[$0]) }
    for k in 0..<lanes {
      let pivot = max(upper[k * lanes + k], floor).squareRoot()
      upper[k * lanes + k] = pivot
      for j in k + 1..<lanes { upper[k * lanes + j] /= pivot }
      for i in k + 1..<lanes {
        for j in i..<lanes {
          upper[i * lanes + j] -= upper[k * lanes + i] * upper[k * lanes + j]
        }
      }
    }
    // Column by column from the right: R X = 1.
    var inverted = Array(repeating: 0.0, count: lanes * lanes)
    for column in 0..<lanes {
      for i in (0...column).reversed() {
        var sum = i == column ? 1.0 : 0
        for j in i + 1..<max(column + 1, i + 1) {
          sum -= upper[i * lanes + j] * inverted[j * lanes + column]
        }
        inverted[i * lanes + column] = sum / upper[i * lanes + i]
      }
    }
    for i in 0..<lanes {
      for j in i..<lanes {
        tile[i * lanes + j] = Float(upper[i * lanes + j])
        tile[j * lanes + i] = Float(upper[i * lanes + j])
        inverse[i * lanes + j] = Float(inverted[i * lanes + j])
      }
    }
  }
}

extension MomentFactor {
  /// Rounds up to 48 rows of weights, [place][lane].
  ///
  /// - Parameter linear: L⁻¹ v, as `solve` gives it, of v that the errors e are to make up for: what
  ///   is made least is eᵀ H e - 2 eᵀ v. Nil for 0.
  /// - Returns: whole numbers.
  func rounded(
    _ weights: [Float], linear: [Float]?, scales: [Float], limit: Float
  ) -> [Float] {
    let lanes = MomentFactor.lanes
    let tile = lanes * lanes
    var numbers = Array(repeating: Float(0), count: side * lanes)
    var errors = numbers
    var sums = Array(repeating: Float(0), count: tile)
    matrix.withUnsafeBufferPointer { matrix in
      weights.withUnsafeBufferPointer { weights in
        numbers.withUnsafeMutableBufferPointer { numbers in
          errors.withUnsafeMutableBufferPointer { errors in
            guard let matrix = matrix.baseAddress, let weights = weights.baseAddress,
              let numbers = numbers.baseAddress, let errors = errors.baseAddress
            else { return }
            for panel in (0..<side / lanes).reversed() {
              let own = matrix + (panel * side + panel * lanes) * lanes
              for index in 0..<tile { sums[index] = -(linear?[panel * tile + index] ?? 0) }
              dk_moment_tile(
                own + tile, errors + (panel + 1) * tile, side - (panel + 1) * lanes, &sums)
              dk_moment_round(
                own, scales, limit, weights + panel * tile, &sums, numbers + panel * tile,
                errors + panel * tile)
            }
          }
        }
      }
    }
    return numbers
  }

  /// L⁻¹ times a vector in each lane.
  func solve(_ vectors: [Float]) -> [Float] {
    let lanes = MomentFactor.lanes
    var result = vectors
    matrix.withUnsafeBufferPointer { matrix in
      result.withUnsafeMutableBufferPointer { result in
        guard let matrix = matrix.baseAddress, let result = result.baseAddress else { return }
        for panel in 0..<side / lanes {
          let column = matrix + panel * side * lanes
          let own = result + panel * lanes * lanes
          MomentFactor.subtractProduct(column, result, rows: panel * lanes, own)
          let factor = column + panel * lanes * lanes
          for k in 0..<lanes {
            let step = 1 / factor[k * (lanes + 1)]
            for lane in 0..<lanes { own[k * lanes + lane] *= step }
            for i in k + 1..<lanes {
              let weight = factor[k * lanes + i]
              for lane in 0..<lanes { own[i * lanes + lane] -= weight * own[k * lanes + lane] }
            }
          }
        }
      }
    }
    return result
  }
}

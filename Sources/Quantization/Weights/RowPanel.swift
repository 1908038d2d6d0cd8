import Kernels

/// Up to 48 output channels that are rounded together, one in each lane.
///
/// Vectors hold [column][lane], the columns of one block after the other, each filled up to whole
/// panels with zeros; so are lanes without a channel.
struct RowPanel {
  /// The output channels.
  let rows: Range<Int>
  /// The scale of each lane.
  private(set) var scales: [Float]
  /// The power of each lane's products.
  private(set) var signal: [Double] = []
  /// The noise of each lane at the start.
  private(set) var noiseBefore: [Double] = []
  /// The noise of each lane at the end.
  private(set) var noiseAfter: [Double] = []

  private let blocks: [MomentBlock]
  private let rounding: MomentRounding
  private let patches: Double
  private let columns: Int
  /// Added to every diagonal.
  private let damping: Float
  private let weights: [Float]
  private var numbers: [Float]
  /// H w + cross w, damped: what H (scale q) ought to be.
  private var target: [Float]
  /// cross w; empty where moments are not paired.
  private var inherited: [Float] = []
  /// H (scale q) - target.
  private var gradient: [Float]

  private static let lanes = MomentLayout.panel

  init(
    _ weights: [Float], _ start: QuantizedFilters, rows: Range<Int>, blocks: [MomentBlock],
    rounding: MomentRounding, patches: Int
  ) {
    let lanes = RowPanel.lanes
    let sides = blocks.reduce(0) { $0 + $1.side }
    let columns = start.columns
    self.rows = rows
    self.blocks = blocks
    self.rounding = rounding
    self.patches = Double(max(patches, 1))
    self.columns = columns
    scales = Array(repeating: 1, count: lanes)
    var sum: Float = 0
    for block in blocks {
      for column in block.columns.indices {
        sum += block.diagonal(column - block.columns.lowerBound)
      }
    }
    damping = rounding.damping * sum / Float(max(columns, 1))
    var real = Array(repeating: Float(0), count: sides * lanes)
    numbers = real
    for (lane, row) in rows.enumerated() {
      scales[lane] = start.scale(of: row)
      var first = 0
      for block in blocks {
        for column in block.columns {
          let place = (first + column - block.columns.lowerBound) * lanes + lane
          real[place] = weights[row * columns + column]
          numbers[place] = Float(start.values[row * columns + column])
        }
        first += block.side
      }
    }
    self.weights = real
    target = []
    gradient = []
    prepare()
  }

  /// Rounds; fits scales between.
  mutating func descend(refits: Int) {
    for turn in 0...refits {
      var sweeps = 0
      while sweeps < rounding.sweeps, sweep() { sweeps += 1 }
      if turn < refits { fitScales() }
    }
    let errors = errors()
    noiseAfter = noise(of: errors, product: product(with: errors) { $0.second })
  }

  /// Writes the numbers of a lane to the row of filters that it belongs to.
  func store(_ lane: Int, to values: inout UnsafeMutableBufferPointer<Int8>, at row: Int) {
    var first = 0
    for block in blocks {
      for column in block.columns {
        let number = numbers[(first + column - block.columns.lowerBound) * RowPanel.lanes + lane]
        values[row * columns + column] = Int8(number)
      }
      first += block.side
    }
  }
}

extension RowPanel {
  /// Computes everything that numbers and scales do not change, and the gradient.
  private mutating func prepare() {
    target = product(with: weights) { $0.second }
    signal = sums { weights[$0] * target[$0] }
    if blocks.contains(where: { $0.cross != nil }) {
      inherited = product(with: weights) { $0.cross }
      for index in target.indices { target[index] += inherited[index] }
    }
    let errors = errors()
    gradient = product(with: errors) { $0.second }
    noiseBefore = noise(of: errors, product: gradient)
    for index in gradient.indices {
      target[index] += damping * weights[index]
      gradient[index] += damping * errors[index]
      if !inherited.isEmpty { gradient[index] -= inherited[index] }
    }
  }

  /// The rounded weights less the real ones.
  private func errors() -> [Float] {
    weights.indices.map { numbers[$0] * scales[$0 % RowPanel.lanes] - weights[$0] }
  }

  /// eᵀ H e - 2 eᵀ cross w of each lane, as a mean over patches.
  private func noise(of errors: [Float], product: [Float]) -> [Double] {
    inherited.isEmpty
      ? sums { errors[$0] * product[$0] }
      : sums { errors[$0] * (product[$0] - 2 * inherited[$0]) }
  }

  /// The sums of terms over all columns for each lane, as means over patches.
  private func sums(_ term: (Int) -> Float) -> [Double] {
    var sums = Array(repeating: 0.0, count: RowPanel.lanes)
    for first in stride(from: 0, to: weights.count, by: RowPanel.lanes) {
      for lane in 0..<RowPanel.lanes { sums[lane] += Double(term(first + lane)) }
    }
    return sums.map { $0 / patches }
  }

  /// A matrix of each block times a vector in each lane.
  private func product(
    with vectors: [Float], of matrix: (MomentBlock) -> ArraySlice<Float>?
  ) -> [Float] {
    let lanes = RowPanel.lanes
    var result = Array(repeating: Float(0), count: vectors.count)
    result.withUnsafeMutableBufferPointer { result in
      vectors.withUnsafeBufferPointer { vectors in
        var first = 0
        for block in blocks {
          matrix(block)?.withUnsafeBufferPointer { matrix in
            guard let matrix = matrix.baseAddress, let x = vectors.baseAddress,
              let y = result.baseAddress
            else { return }
            for panel in 0..<block.panels {
              dk_moment_tile(
                matrix + panel * block.side * lanes, x + first * lanes, block.side,
                y + (first + panel * lanes) * lanes)
            }
          }
          first += block.side
        }
      }
    }
    return result
  }

  /// Looks at every number once.
  ///
  /// - Returns: whether so many changed that another sweep may be worth it.
  private mutating func sweep() -> Bool {
    let lanes = RowPanel.lanes
    let side = lanes * lanes
    let (blocks, scales, damping) = (blocks, scales, damping)
    let limit = Float(rounding.limit)
    var changed = 0
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * side) { memory in
      gradient.withUnsafeMutableBufferPointer { gradient in
        numbers.withUnsafeMutableBufferPointer { numbers in
          guard let gradient = gradient.baseAddress, let numbers = numbers.baseAddress,
            let delta = memory.baseAddress
          else { return }
          let diagonal = delta + side
          var first = 0
          for block in blocks {
            let (g, q) = (gradient + first * lanes, numbers + first * lanes)
            block.second.withUnsafeBufferPointer { matrix in
              guard let matrix = matrix.baseAddress else { return }
              for panel in 0..<block.panels {
                // The rows of H that belong to this panel's columns, in each panel of columns.
                let rows = matrix + panel * side
                let columns = min(lanes, block.columns.count - panel * lanes)
                diagonal.update(from: rows + panel * block.side * lanes, count: side)
                for column in 0..<columns { diagonal[column * (lanes + 1)] += damping }
                let count = dk_moment_descend(
                  columns, diagonal, scales, limit, g + panel * side, q + panel * side, delta)
                changed += count
                guard count > 0 else { continue }
                for other in 0..<block.panels where other != panel {
                  dk_moment_tile(
                    rows + other * block.side * lanes, delta, columns, g + other * side)
                }
              }
            }
            first += block.side
          }
        }
      }
    }
    return changed > rows.count * columns / RowPanel.worthwhile
  }

  /// Sweeps go on while more than one number in this many changes.
  private static let worthwhile = 2000

  /// Gives each lane the scale that makes the error of its numbers least.
  private mutating func fitScales() {
    let lanes = RowPanel.lanes
    let slopes = sums { numbers[$0] * scales[$0 % lanes] * gradient[$0] }
    let powers = sums { numbers[$0] * scales[$0 % lanes] * (gradient[$0] + target[$0]) }
    var changes = Array(repeating: Float(0), count: lanes)
    for lane in 0..<lanes where powers[lane] > 0 {
      // Numbers this far from their weights are no start to fit a scale to.
      let change = Float(-slopes[lane] / powers[lane])
      changes[lane] = min(max(change, -0.5), 1)
      scales[lane] *= 1 + changes[lane]
    }
    for index in gradient.indices {
      let change = changes[index % lanes]
      gradient[index] += change * (gradient[index] + target[index])
    }
  }
}

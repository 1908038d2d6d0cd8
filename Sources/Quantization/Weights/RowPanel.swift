import Kernels

/// Up to 48 output channels that are rounded together, one in each lane; or the same ones several
/// times, from different scales.
///
/// Vectors hold [column][lane], the columns of one block after the other, each filled up to whole
/// panels with zeros; so are lanes without a channel.
struct RowPanel {
  /// What a lane does.
  struct Lane {
    /// The output channel.
    let row: Int
    /// How much larger its scale is than the one to start from.
    let change: Float
  }

  /// The lanes in use.
  let lanes: [Lane]
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
  private let hasOwnScales: Bool
  /// Added to every diagonal.
  private let damping: Float
  private var weights: [Float]
  private var numbers: [Float]
  /// H w + inherited, damped: what H (scale q) ought to be.
  private var target: [Float]
  /// The products of differences of the input, and what biases lack; empty where moments are not paired and nothing is lacking.
  private var inherited: [Float] = []
  /// H (scale q) - target.
  private var gradient: [Float]

  private static let width = MomentLayout.panel

  init(
    _ weights: [Float], _ start: QuantizedFilters, lanes: [Lane], blocks: [MomentBlock],
    rounding: MomentRounding, damping: Float, patches: Int, products: [Float]?,
    offsets: (values: [Float], means: [Float])? = nil
  ) {
    let width = RowPanel.width
    let sides = blocks.reduce(0) { $0 + $1.side }
    let columns = start.columns
    self.lanes = lanes
    self.blocks = blocks
    self.rounding = rounding
    self.patches = Double(max(patches, 1))
    self.columns = columns
    self.damping = damping
    scales = Array(repeating: 1, count: width)
    hasOwnScales = start.scales.count > 1 || start.channels == 1
    var real = Array(repeating: Float(0), count: sides * width)
    numbers = real
    if let products {
      inherited = real
      for (lane, row) in lanes.map(\.row).enumerated() {
        for place in 0..<sides {
          inherited[place * width + lane] = products[row * sides + place]
        }
      }
    }
    for (lane, row) in lanes.map(\.row).enumerated() {
      scales[lane] = start.scale(of: row)
      var first = 0
      for block in blocks {
        for column in block.columns {
          let place = (first + column - block.columns.lowerBound) * width + lane
          real[place] = weights[row * columns + column]
          numbers[place] = Float(start.values[row * columns + column])
        }
        first += block.side
      }
    }
    self.weights = real
    target = []
    gradient = []
    prepare(offsets)
  }

  /// Rounds all numbers one after the other, then each again by itself; fits scales between.
  ///
  /// - Parameter factors: of the blocks.
  mutating func round(_ factors: [MomentFactor]) {
    for (lane, task) in lanes.enumerated() { scales[lane] *= 1 + task.change }
    roundInOrder(factors)
    let refits = hasOwnScales ? rounding.refits : 0
    for turn in 0...refits {
      var sweeps = 0
      while sweeps < rounding.sweeps, sweep() { sweeps += 1 }
      if turn < refits { fitScales() }
    }
    let errors = errors()
    noiseAfter = noise(of: errors, product: product(with: errors))
    // Many panels wait for the last one.
    (weights, target, inherited, gradient) = ([], [], [], [])
  }

  /// The numbers of a lane.
  func numbers(of lane: Int) -> [Int8] {
    var result: [Int8] = []
    var first = 0
    for block in blocks {
      for column in block.columns.indices {
        let place = first + column - block.columns.lowerBound
        result.append(Int8(numbers[place * RowPanel.width + lane]))
      }
      first += block.side
    }
    return result
  }
}

extension RowPanel {
  /// Computes everything that numbers and scales do not change, and the noise of the start.
  private mutating func prepare(_ offsets: (values: [Float], means: [Float])?) {
    target = product(with: weights)
    signal = sums { weights[$0] * target[$0] }
    if let offsets { inherit(offsets.values, offsets.means) }
    for index in inherited.indices { target[index] += inherited[index] }
    for index in target.indices { target[index] += damping * weights[index] }
    let errors = errors()
    noiseBefore = noise(of: errors, product: product(with: errors))
  }

  /// Adds what biases lack to what is to be made up for: an offset is a weight of an input that is 1.
  private mutating func inherit(_ offsets: [Float], _ means: [Float]) {
    let width = RowPanel.width
    if inherited.isEmpty { inherited = Array(repeating: 0, count: weights.count) }
    for (lane, task) in lanes.enumerated() {
      var first = 0
      for block in blocks {
        for column in block.columns {
          let place = (first + column - block.columns.lowerBound) * width + lane
          inherited[place] += offsets[task.row] * means[column] * Float(patches)
        }
        first += block.side
      }
    }
  }

  /// Rounds all numbers in the order of the factors, and computes the gradient.
  private mutating func roundInOrder(_ factors: [MomentFactor]) {
    let width = RowPanel.width
    var first = 0
    for (block, factor) in zip(blocks, factors) {
      func ordered(_ vectors: [Float]) -> [Float] {
        var result = Array(repeating: Float(0), count: block.side * width)
        for (place, column) in factor.order.enumerated() {
          for lane in 0..<width {
            result[place * width + lane] = vectors[(first + column) * width + lane]
          }
        }
        return result
      }
      let linear = inherited.isEmpty ? nil : factor.solve(ordered(inherited))
      let found = factor.rounded(
        ordered(weights), linear: linear, scales: scales, limit: Float(rounding.limit))
      for (place, column) in factor.order.enumerated() {
        for lane in 0..<width {
          numbers[(first + column) * width + lane] = found[place * width + lane]
        }
      }
      first += block.side
    }
    let errors = errors()
    gradient = product(with: errors)
    for index in gradient.indices {
      gradient[index] += damping * errors[index]
      if !inherited.isEmpty { gradient[index] -= inherited[index] }
    }
  }

  /// The rounded weights less the real ones.
  private func errors() -> [Float] {
    weights.indices.map { numbers[$0] * scales[$0 % RowPanel.width] - weights[$0] }
  }

  /// eᵀ H e - 2 eᵀ inherited of each lane, as a mean over patches.
  private func noise(of errors: [Float], product: [Float]) -> [Double] {
    inherited.isEmpty
      ? sums { errors[$0] * product[$0] }
      : sums { errors[$0] * (product[$0] - 2 * inherited[$0]) }
  }

  /// The sums of terms over all columns for each lane, as means over patches.
  private func sums(_ term: (Int) -> Float) -> [Double] {
    var sums = Array(repeating: 0.0, count: RowPanel.width)
    for first in stride(from: 0, to: weights.count, by: RowPanel.width) {
      for lane in 0..<RowPanel.width { sums[lane] += Double(term(first + lane)) }
    }
    return sums.map { $0 / patches }
  }

  /// The second moments times a vector in each lane.
  private func product(with vectors: [Float]) -> [Float] {
    var result = Array(repeating: Float(0), count: vectors.count)
    result.withUnsafeMutableBufferPointer { result in
      vectors.withUnsafeBufferPointer { vectors in
        guard let x = vectors.baseAddress, let y = result.baseAddress else { return }
        var first = 0
        for block in blocks {
          block.addProduct(with: x + first, to: y + first)
          first += block.side * RowPanel.width
        }
      }
    }
    return result
  }

  /// Looks at every number once.
  ///
  /// - Returns: whether so many changed that another sweep may be worth it.
  private mutating func sweep() -> Bool {
    let width = RowPanel.width
    let side = width * width
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
            let (g, q) = (gradient + first * width, numbers + first * width)
            block.matrix.withUnsafeBufferPointer { matrix in
              guard let matrix = matrix.baseAddress else { return }
              for panel in 0..<block.panels {
                // The rows of H that belong to this panel's columns, in each panel of columns.
                let rows = matrix + panel * side
                let columns = min(width, block.columns.count - panel * width)
                diagonal.update(from: rows + panel * block.side * width, count: side)
                for column in 0..<columns { diagonal[column * (width + 1)] += damping }
                let count = dk_moment_descend(
                  columns, diagonal, scales, limit, g + panel * side, q + panel * side, delta)
                changed += count
                guard count > 0 else { continue }
                for other in 0..<block.panels where other != panel {
                  dk_moment_tile(
                    rows + other * block.side * width, delta, columns, g + other * side)
                }
              }
            }
            first += block.side
          }
        }
      }
    }
    return changed > lanes.count * columns / RowPanel.worthwhile
  }

  /// Sweeps go on while more than one number in this many changes.
  private static let worthwhile = 2000

  /// Gives each lane the scale that makes the error of its numbers least.
  private mutating func fitScales() {
    let width = RowPanel.width
    let slopes = sums { numbers[$0] * scales[$0 % width] * gradient[$0] }
    let powers = sums { numbers[$0] * scales[$0 % width] * (gradient[$0] + target[$0]) }
    var changes = Array(repeating: Float(0), count: width)
    for lane in 0..<width where powers[lane] > 0 {
      // Numbers this far from their weights are no start to fit a scale to.
      let change = Float(-slopes[lane] / powers[lane])
      changes[lane] = min(max(change, -0.5), 1)
      scales[lane] *= 1 + changes[lane]
    }
    for index in gradient.indices {
      let change = changes[index % width]
      gradient[index] += change * (gradient[index] + target[index])
    }
  }
}

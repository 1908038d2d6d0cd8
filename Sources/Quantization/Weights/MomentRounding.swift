import Engine
import Threads

/// Rounds filters so that a convolution's outputs, rather than its weights, change least.
///
/// With H = E[x̃ x̃ᵀ] of a convolution's input patches x̃ the mean squared error of an output channel
/// is (q - w)ᵀ H (q - w). First all weights are rounded one after the other, each making up for the
/// errors of those before it (GPTQ, Frantar et al. 2023, the columns with the largest input first).
/// Then one after the other takes the whole number that makes the error least while all others
/// stay, until hardly any changes (cyclic coordinate descent, as QuantEase, Behdin et al. 2023). In
/// between each channel's scale becomes the one that is best for its numbers; short rows try several
/// scales. A channel for which all that gained nothing stays as it was.
///
/// With paired moments the error is that against the float network, E[(w · x - q · x̃)²], so that
/// rounding makes up for some of the error that comes with the input.
public struct MomentRounding: Hashable, Sendable {
  /// Numbers are -limit...limit.
  public var limit: Int
  /// The most times all weights are looked at before a scale is fitted again.
  public var sweeps: Int
  /// How often scales are fitted to the numbers; filters with one scale for all keep it.
  public var refits: Int
  /// What is added to the diagonal of H, as a part of its mean: how much is made of errors in
  /// directions that the moments, taken of a few images, know little of.
  public var damping: Float
  /// Whether scales may only be doubled and halved.
  public var keepsPowersOfTwo: Bool

  /// Creates a rounding.
  ///
  /// - Precondition: `limit` is 1...127 and `damping` is not below 0.
  public init(
    limit: Int = WeightQuantizer.fullLimit, sweeps: Int = 2, refits: Int = 2,
    damping: Float = 0.03, keepsPowersOfTwo: Bool = false
  ) {
    precondition((1...127).contains(limit) && damping >= 0)
    self.limit = limit
    self.sweeps = sweeps
    self.refits = keepsPowersOfTwo ? 0 : refits
    self.keepsPowersOfTwo = keepsPowersOfTwo
    self.damping = damping
  }

  /// Rounds filters.
  ///
  /// - Parameters:
  ///   - weights: [M, C / groups, kernel height, kernel width].
  ///   - start: what they are rounded to so far; gives the scales to start from.
  ///   - moments: of the convolution's input.
  ///   - offsets: what the stored bias of each output channel lacks, which rounding then makes up for as
  ///     far as the input's mean is not 0; nil where nothing is lacking.
  ///   - pool: the threads that share the work; the result does not depend on them.
  /// - Precondition: weights, filters and moments belong to the same convolution.
  public func rounded(
    _ weights: [Float], from start: QuantizedFilters, moments: PatchMoments,
    offsets: [Float]? = nil, pool: ThreadPool
  ) -> RoundedFilters {
    let groups = moments.geometry.groups
    precondition(weights.count == start.values.count && start.channels % groups == 0)
    precondition(start.columns == moments.geometry.columns)
    let moments = moments.withProducts(of: weights, pool: pool)
    let zeros = Array(repeating: 0.0, count: start.channels)
    var result = RoundedFilters(
      filters: start, signal: zeros, noiseBefore: zeros, noiseAfter: zeros)
    let task = RoundingTask(
      rounding: self, weights: weights, start: start, moments: moments, offsets: offsets)
    // Many groups are small: threads then take whole groups.
    if groups >= 4 * pool.count {
      let alone = ThreadPool(count: 1)
      for rows in Workers(pool).map(groups, { task.rows(ofGroup: $0, pool: alone) }).joined() {
        result.take(rows)
      }
    } else {
      for group in 0..<groups {
        for rows in task.rows(ofGroup: group, pool: pool) { result.take(rows) }
      }
    }
    return result
  }
}

/// What is rounded.
private struct RoundingTask {
  let rounding: MomentRounding
  let weights: [Float]
  let start: QuantizedFilters
  let moments: PatchMoments
  let offsets: [Float]?

  /// Rounds the output channels of a group.
  func rows(ofGroup group: Int, pool: ThreadPool) -> [RowPanel] {
    let blocks = moments.blocks(ofGroup: group)
    let sum = blocks.reduce(0) { sum, block in
      block.columns.indices.reduce(sum) { $0 + block.diagonal($1 - block.columns.lowerBound) }
    }
    let damping = rounding.damping * sum / Float(max(start.columns, 1))
    let factors = blocks.map { MomentFactor($0, damping: damping, pool: pool) }
    let channels = start.channels / moments.geometry.groups
    let lanes = scaleChanges.flatMap { change in
      (group * channels..<(group + 1) * channels).map { RowPanel.Lane(row: $0, change: change) }
    }
    let width = MomentLayout.panel
    let means = Array(moments.mean[group * start.columns..<(group + 1) * start.columns])
    return Workers(pool).map((lanes.count + width - 1) / width) { panel in
      var rows = RowPanel(
        weights, start, lanes: Array(lanes.dropFirst(panel * width).prefix(width)),
        blocks: blocks, rounding: rounding, damping: damping, patches: moments.count,
        products: moments.products, offsets: offsets.map { (values: $0, means: means) })
      rows.round(factors)
      return rows
    }
  }

  /// How much larger scales are tried than the one to start from. With few columns there is little
  /// to make up for an error with, and luck decides: of many scales one happens to fit all weights.
  private var scaleChanges: [Float] {
    if rounding.keepsPowersOfTwo {
      return start.scales.count == start.channels ? [0, -0.5, 1] : [0]
    }
    guard rounding.refits > 0, start.scales.count == start.channels else { return [0] }
    let most = min(1024 / max(start.columns, 1), 16)
    let larger = (0..<most).map { Float($0 + 1) / 80 }
    return [0] + larger + larger.map { -$0 }
  }
}

extension RoundedFilters {
  /// Takes over output channels that were rounded, where that is better than what is there.
  fileprivate mutating func take(_ panel: RowPanel) {
    for (lane, task) in panel.lanes.enumerated() {
      let row = task.row
      signal[row] = panel.signal[lane]
      // A channel's first lane.
      if task.change == 0 {
        noiseBefore[row] = panel.noiseBefore[lane]
        noiseAfter[row] = panel.noiseBefore[lane]
      }
      guard panel.noiseAfter[lane] < noiseAfter[row] else { continue }
      noiseAfter[row] = panel.noiseAfter[lane]
      filters.values.replaceSubrange(filters.row(row), with: panel.numbers(of: lane))
      if filters.scales.count == filters.channels { filters.scales[row] = panel.scales[lane] }
    }
  }
}

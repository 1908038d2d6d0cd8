import Engine

/// Rounds filters so that a convolution's outputs, rather than its weights, change least.
///
/// With H = E[x̃ x̃ᵀ] of a convolution's input patches x̃ the mean squared error of an output channel
/// is (q - w)ᵀ H (q - w). Starting from rounded filters, one weight after the other takes the whole
/// number that makes the error least while all others stay, until hardly any changes (cyclic
/// coordinate descent, as QuantEase, Behdin et al. 2023). Now and then each channel's scale becomes
/// the one that is best for its numbers. No step makes the error larger.
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
  /// directions that the moments, taken of a few pictures, know little of.
  public var damping: Float

  /// Creates a rounding.
  ///
  /// - Precondition: `limit` is 1...127 and `damping` is not below 0.
  public init(
    limit: Int = WeightQuantizer.fullLimit, sweeps: Int = 6, refits: Int = 2,
    damping: Float = 0.01
  ) {
    precondition((1...127).contains(limit) && damping >= 0)
    self.limit = limit
    self.sweeps = sweeps
    self.refits = refits
    self.damping = damping
  }

  /// Rounds filters.
  ///
  /// - Parameters:
  ///   - weights: [M, C / groups, kernel height, kernel width].
  ///   - start: what they are rounded to so far; gives the scales to start from.
  ///   - moments: of the convolution's input.
  ///   - pool: the threads that share the work; the result does not depend on them.
  /// - Precondition: weights, filters and moments belong to the same convolution.
  public func rounded(
    _ weights: [Float], from start: QuantizedFilters, moments: PatchMoments, pool: ThreadPool
  ) -> RoundedFilters {
    let groups = moments.geometry.groups
    precondition(weights.count == start.values.count && start.channels % groups == 0)
    precondition(start.columns == moments.geometry.columns)
    let channels = start.channels / groups
    let lanes = MomentLayout.panel
    let panels = (channels + lanes - 1) / lanes
    let keepsScale = start.scales.count == 1 || refits == 0

    var result = start
    let zeros = Array(repeating: 0.0, count: start.channels)
    var (signal, before, after) = (zeros, zeros, zeros)
    result.values.withUnsafeMutableBufferPointer { values in
      result.scales.withUnsafeMutableBufferPointer { scales in
        signal.withUnsafeMutableBufferPointer { signal in
          before.withUnsafeMutableBufferPointer { before in
            after.withUnsafeMutableBufferPointer { after in
              pool.forEach(groups * panels) { _, units in
                for unit in units {
                  let group = unit / panels
                  let first = unit % panels * lanes
                  var rows = RowPanel(
                    weights, start,
                    rows: group * channels + first..<group * channels
                      + min(first + lanes, channels),
                    blocks: moments.blocks(ofGroup: group), rounding: self,
                    patches: moments.count)
                  rows.descend(refits: keepsScale ? 0 : refits)
                  for (lane, row) in rows.rows.enumerated() {
                    signal[row] = rows.signal[lane]
                    before[row] = rows.noiseBefore[lane]
                    let noise = rows.noiseAfter[lane]
                    after[row] = min(noise, before[row])
                    guard noise < before[row] else { continue }
                    rows.store(lane, to: &values, at: row)
                    if !keepsScale { scales[row] = rows.scales[lane] }
                  }
                }
              }
            }
          }
        }
      }
    }
    return RoundedFilters(
      filters: result, signal: signal, noiseBefore: before, noiseAfter: after)
  }
}

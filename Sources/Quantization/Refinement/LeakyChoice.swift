import Graph

/// Which leaky ReLUs are worth being sums of two sides: where the noise in the heads that they spare is
/// worth the time that computing a convolution twice takes.
struct LeakyChoice {
  let options: QuantizationOptions
  let noise: HeadNoise

  /// The noise, relative to the signal, that has to be spared for the time of all convolutions; see
  /// BENCHMARKS.md for how it was chosen.
  private static let price = 0.001

  /// Those that are worth it: all where all together are, otherwise each that is by itself.
  ///
  /// - Parameters:
  ///   - scheme: one in which leaky ReLUs read 8-bit values.
  ///   - all: one in which none does.
  ///   - progress: told how many schemes have been measured, and how many there are.
  /// - Returns: their positions.
  func worthwhile(
    in scheme: Scheme, all: Scheme, progress: ((Int, Int) -> Void)? = nil
  ) throws(QuantizationError) -> Set<Int> {
    let candidates = all.plan.duals.sorted { $0.key < $1.key }
    let count = candidates.count + 2
    let whole = scheme.plan.convolutions.reduce(0.0) { $0 + cost(of: $1, in: scheme.graph) }
    func isWorth(_ spared: Double, _ convolutions: [Int]) -> Bool {
      let share = convolutions.reduce(0.0) { $0 + cost(of: $1, in: scheme.graph) } / whole
      return spared > LeakyChoice.price * share
    }
    let before = try noise(of: scheme)
    progress?(1, count)
    if isWorth(before - (try noise(of: all)), candidates.map(\.value)) {
      return Set(candidates.map(\.key))
    }
    progress?(2, count)
    var chosen: Set<Int> = []
    for (done, (leaky, convolution)) in candidates.enumerated() {
      let spared = before - (try noise(of: scheme.addingDual(leaky, options)))
      if isWorth(spared, [convolution]) { chosen.insert(leaky) }
      progress?(done + 3, count)
    }
    return chosen
  }

  private func noise(of scheme: Scheme) throws(QuantizationError) -> Double {
    let quantized: Graph
    do throws(GraphError) { quantized = try scheme.emitted(options) } catch { throw .graph(error) }
    return try noise.noise(of: quantized)
  }

  /// About how long a convolution takes on integers, in multiply-adds.
  private func cost(of convolution: Int, in graph: Graph) -> Double {
    WorkEstimate.work(of: graph.nodes[convolution], in: graph)
  }
}

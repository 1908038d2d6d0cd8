import Graph

/// How many of a network's first convolutions stay in float, with nothing stored between them.
///
/// What is lost in front is lost for all that follows, and where channels are few, one number of them
/// counts for much. Storing is what costs there: filters of few weights have little to gain by products
/// of 8 bits, and what is neither stored nor described takes no time and few bytes. Single layers in
/// float do not help, since what they read and give is stored all the same. See BENCHMARKS.md.
struct FloatFront {
  let options: QuantizationOptions
  let noise: HeadNoise

  /// The filters of the front have fewer weights. In `WorkEstimate` a product in float takes as long as
  /// two and storing a value as long as 64, so that float takes no longer up to 64 weights.
  private static let weights = 40
  /// The noise in the heads that a front has to leave at most, as a part of what there is without it.
  private static let part = 2.0 / 3
  /// A longer front has to take more off than this.
  private static let gain = 1.25

  /// The convolutions of the front that is worth it: the shortest whose noise is next to the least, if
  /// that is by a third less than without one; otherwise none.
  ///
  /// - Parameters:
  ///   - scheme: one with everything on integers that can be.
  ///   - progress: told how many schemes have been measured, and how many there are.
  /// - Returns: their positions.
  func worthwhile(
    in scheme: Scheme, progress: ((Int, Int) -> Void)? = nil
  ) throws(QuantizationError) -> Set<Int> {
    let candidates = candidates(in: scheme)
    guard !candidates.isEmpty else { return [] }
    let count = candidates.count + 1
    let before = try noise(of: scheme)
    progress?(1, count)
    var noises: [Double] = []
    for length in 1...candidates.count {
      let front = Set(candidates.prefix(length))
      noises.append(try noise(of: scheme.keepingInFloat(front, options)))
      progress?(length + 1, count)
    }
    guard let least = noises.min(), least < before * FloatFront.part,
      let shortest = noises.firstIndex(where: {
        $0 <= least * FloatFront.gain && $0 < before * FloatFront.part
      })
    else { return [] }
    return Set(candidates.prefix(shortest + 1))
  }

  /// The first convolutions, up to one with larger filters, and no more than half of all.
  private func candidates(in scheme: Scheme) -> [Int] {
    let convolutions = scheme.plan.convolutions
    return Array(
      convolutions.prefix(convolutions.count / 2).prefix { index in
        let node = scheme.graph.nodes[index]
        let shape = scheme.graph[node[.filters]].type.shape
        return shape.count < FloatFront.weights * shape[0]
      })
  }

  private func noise(of scheme: Scheme) throws(QuantizationError) -> Double {
    let quantized: Graph
    do throws(GraphError) { quantized = try scheme.emitted(options) } catch { throw .graph(error) }
    return try noise.noise(of: quantized)
  }
}

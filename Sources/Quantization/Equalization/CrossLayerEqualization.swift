import Graph

/// Factors that let each channel use as much of the range of the filters that write it as of the
/// range of those that read it, from the weights alone (Nagel et al. 2019, section 4.1).
///
/// For a channel whose row in the filters before has the largest magnitude r₁ and whose column in
/// the filters behind has r₂ the factor is sqrt(r₂ / r₁); all are repeated until they fit together.
public struct CrossLayerEqualization: Hashable, Sendable {
  /// Factors are 1/limit...limit.
  public var limit: Float
  /// Whether factors are powers of two, which leaves the outputs as they are to the last bit.
  public var usesPowersOfTwo: Bool

  /// Creates the rule.
  ///
  /// - Precondition: `limit` is at least 1.
  public init(limit: Float = 64, usesPowersOfTwo: Bool = false) {
    precondition(limit >= 1)
    self.limit = limit
    self.usesPowersOfTwo = usesPowersOfTwo
  }

  /// Finds factors.
  ///
  /// - Parameter classes: of the graph.
  public func factors(for graph: Graph, classes: ChannelClasses) -> ChannelFactors {
    let filters = graph.nodes.compactMap { node in
      FactorAbsorber(node, in: graph).flatMap { FilterRanges($0, classes: classes, in: graph) }
    }
    var factors = Array(repeating: Float(1), count: classes.count)
    for _ in 0..<CrossLayerEqualization.mostTurns {
      var written = Array(repeating: Float(0), count: classes.count)
      var read = written
      for ranges in filters { ranges.collect(&written, &read, factors: factors) }
      var largest: Float = 0
      for index in factors.indices
      where !classes.isPinned[index] && written[index] > 0 && read[index] > 0 {
        // Half of the way, as neighbours move too.
        let change = (read[index] / written[index]).squareRoot().squareRoot()
        let next = min(max(factors[index] * change, 1 / limit), limit)
        largest = max(largest, abs(next / factors[index] - 1))
        factors[index] = next
      }
      if largest < CrossLayerEqualization.smallestChange { break }
    }
    return ChannelFactors(classes, factors, limit: limit, roundedToPowers: usesPowersOfTwo)
  }

  private static let mostTurns = 100
  private static let smallestChange: Float = 0.01
}

/// The largest magnitude for each pair of an output and an input channel.
private struct FilterRanges {
  private let absorber: FactorAbsorber
  private let magnitudes: [Float]
  private let input: [Int]
  private let output: [Int]

  init?(_ absorber: FactorAbsorber, classes: ChannelClasses, in graph: Graph) {
    guard let tensor = graph[absorber.filters].constant else { return nil }
    let weights: [Float] = tensor.elements()
    let taps = absorber.taps
    self.absorber = absorber
    magnitudes = stride(from: 0, to: weights.count, by: max(taps, 1)).map { first in
      weights[first..<first + taps].reduce(0) { max($0, abs($1)) }
    }
    input = Array(classes.classes(of: absorber.input))
    output = Array(classes.classes(of: absorber.output))
  }

  /// Raises, for each class, the largest magnitudes of filters that write and that read it.
  func collect(_ written: inout [Float], _ read: inout [Float], factors: [Float]) {
    var index = 0
    for channel in 0..<absorber.channels {
      let row = output[channel]
      let first = absorber.firstInput(of: channel)
      for place in first..<first + absorber.groupChannels {
        let column = input[place]
        let magnitude = magnitudes[index] * factors[row] / factors[column]
        written[row] = max(written[row], magnitude)
        read[column] = max(read[column], magnitude)
        index += 1
      }
    }
  }
}

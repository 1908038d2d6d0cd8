import Engine
import Graph

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Signal and noise of values of a quantized network, against the same values of the float one.
struct Comparison {
  /// The power of a float value and of its error, summed over elements and pictures.
  struct Deviation: Hashable {
    var signal = 0.0
    var noise = 0.0

    /// 10 · log10(signal / noise); nil where nothing differs.
    var decibels: Double? { noise > 0 ? 10 * log10(signal / noise) : nil }

    static func + (a: Deviation, b: Deviation) -> Deviation {
      Deviation(signal: a.signal + b.signal, noise: a.noise + b.noise)
    }
  }

  let float: Graph
  let quantized: Graph
  let workers: Workers

  /// The elements of all values that a run keeps at a time; more are compared in several runs.
  private static let elementsAtOnce = 4 << 20

  /// Compares pairs of values on some inputs.
  ///
  /// - Parameters:
  ///   - pairs: values of the float network with those of the quantized one.
  ///   - progress: told how many runs are done, and how many there are; from any thread.
  /// - Returns: the deviation of each pair.
  func deviations(
    of pairs: [(float: ValueID, quantized: ValueID)], on indices: [Int],
    of source: any CalibrationSource, progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(QuantizationError) -> [Deviation] {
    let groups = groups(pairs.map { float[$0.float].type.shape.count })
    let runs = groups.count * indices.count
    var deviations: [Deviation] = []
    for (position, group) in groups.enumerated() {
      let before = position * indices.count
      deviations += try compare(Array(pairs[group]), indices, source) {
        progress?(before + $0, runs)
      }
    }
    return deviations
  }

  /// Neighbours that are compared in one run, by their numbers of elements.
  private func groups(_ counts: [Int]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var elements = 0
    for (index, count) in counts.enumerated() {
      if let last = groups.last, elements + count <= Comparison.elementsAtOnce {
        groups[groups.count - 1] = last.lowerBound..<index + 1
        elements += count
      } else {
        groups.append(index..<index + 1)
        elements = count
      }
    }
    return groups
  }

  private func compare(
    _ pairs: [(float: ValueID, quantized: ValueID)], _ indices: [Int],
    _ source: any CalibrationSource, progress: @escaping @Sendable (Int) -> Void
  ) throws(QuantizationError) -> [Deviation] {
    let plans: (float: Plan, quantized: Plan)
    do throws(EngineError) {
      plans = (
        try Plan(float.giving(pairs.map(\.float))),
        try Plan(quantized.giving(pairs.map(\.quantized)))
      )
    } catch { throw .engine(error) }
    var workers = workers
    workers.progress = progress
    let results = try workers.map(
      indices.count,
      state: { () throws(QuantizationError) in
        (Session(plans.float), Session(plans.quantized))
      },
      { (sessions: inout (Session, Session), position: Int) throws(QuantizationError) in
        guard let inputs = try source.input(at: indices[position]) else {
          return pairs.map { _ in Deviation() }
        }
        do throws(EngineError) {
          let expected = try sessions.0.run(inputs)
          let found = try sessions.1.run(inputs)
          return zip(expected, found).map(Comparison.deviation)
        } catch { throw .engine(error) }
      }
    ).results
    // In the order of the pictures, so that threads change nothing.
    return pairs.indices.map { pair in
      results.reduce(Deviation()) { $0 + $1[pair] }
    }
  }

  private static func deviation(_ expected: [Float], _ found: [Float]) -> Deviation {
    var deviation = Deviation()
    for (a, b) in zip(expected, found) {
      deviation.signal += Double(a) * Double(a)
      deviation.noise += Double(a - b) * Double(a - b)
    }
    return deviation
  }
}

extension Graph {
  /// The graph with other outputs.
  func giving(_ outputs: [ValueID]) -> Graph {
    var graph = self
    graph.outputs = outputs
    return graph
  }
}

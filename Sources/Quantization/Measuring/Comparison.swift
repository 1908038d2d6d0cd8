import Engine
import Graph
import Threads

/// How far values of one network are from the same values of another, on the same inputs: a float
/// network and a quantized one, mostly.
public struct Comparison {
  /// A pair of values, the first of which is taken for right.
  public struct Pair: Hashable, Sendable {
    let reference: ValueID
    let other: ValueID

    /// Creates a pair of a value of the reference network and one of the other network.
    public init(_ reference: ValueID, _ other: ValueID) {
      self.reference = reference
      self.other = other
    }
  }

  let reference: Graph
  let other: Graph
  let workers: Workers

  /// Compares two networks with the same inputs.
  public init(reference: Graph, other: Graph, workers: Workers) {
    self.reference = reference
    self.other = other
    self.workers = workers
  }

  /// The elements of all values that a run keeps at a time; more are compared in several runs.
  private static let elementsAtOnce = 4 << 20

  /// Compares pairs of values on some inputs.
  ///
  /// - Parameters:
  ///   - pairs: values with equal numbers of elements.
  ///   - indices: which inputs of the source.
  ///   - progress: told how many runs are done, and how many there are; from any thread.
  /// - Returns: the deviation of each pair, for each input.
  /// - Throws: `QuantizationError`.
  public func deviations(
    of pairs: [Pair], on indices: [Int],
    of source: any CalibrationSource, progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(QuantizationError) -> [[Deviation]] {
    let groups = groups(pairs.map { reference[$0.reference].type.shape.count })
    let runs = groups.count * indices.count
    var deviations = indices.map { _ in [Deviation]() }
    for (position, group) in groups.enumerated() {
      let before = position * indices.count
      let results = try compare(Array(pairs[group]), indices, source) {
        progress?(before + $0, runs)
      }
      for (input, result) in results.enumerated() { deviations[input] += result }
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
    _ pairs: [Pair], _ indices: [Int],
    _ source: any CalibrationSource, progress: @escaping @Sendable (Int) -> Void
  ) throws(QuantizationError) -> [[Deviation]] {
    try values(of: pairs, on: indices, of: source, progress: progress) { values in
      guard let values else { return pairs.map { _ in Deviation() } }
      return zip(values.reference, values.other).map(Deviation.init)
    }
  }

  /// Computes pairs of values for some inputs.
  ///
  /// - Parameter body: makes what is wanted of the values of an input; nil for one that cannot be
  ///   read. From any thread.
  /// - Throws: `QuantizationError`.
  public func values<Result: Sendable>(
    of pairs: [Pair], on indices: [Int], of source: any CalibrationSource,
    progress: @escaping @Sendable (Int) -> Void = { _ in },
    _ body: @escaping @Sendable ((reference: [[Float]], other: [[Float]])?) -> Result
  ) throws(QuantizationError) -> [Result] {
    let plans: (reference: Plan, other: Plan)
    do throws(EngineError) {
      plans = (
        try Plan(reference.giving(pairs.map(\.reference))),
        try Plan(other.giving(pairs.map(\.other)))
      )
    } catch { throw .engine(error) }
    var workers = workers
    workers.progress = progress
    return try workers.map(
      indices.count,
      state: { () throws(QuantizationError) in
        (Session(plans.reference), Session(plans.other))
      },
      { (sessions: inout (Session, Session), position: Int) throws(QuantizationError) in
        guard let inputs = try source.input(at: indices[position]) else { return body(nil) }
        do throws(EngineError) {
          return body((try sessions.0.run(inputs), try sessions.1.run(inputs)))
        } catch { throw .engine(error) }
      }
    ).results
  }
}

extension [[Deviation]] {
  /// The deviation of each pair over all inputs, summed in their order, so that threads change
  /// nothing.
  public var sums: [Deviation] {
    guard let first else { return [] }
    return first.indices.map { pair in reduce(Deviation()) { $0 + $1[pair] } }
  }
}

extension Graph {
  /// The graph with other outputs.
  func giving(_ outputs: [ValueID]) -> Graph {
    var graph = self
    graph.outputs = outputs
    // What the next run would take is not computed.
    for index in graph.states.indices { graph.states[index].output = graph.states[index].input }
    return graph
  }
}

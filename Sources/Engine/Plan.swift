import Graph

/// A graph made ready to run: layouts chosen, weights packed, memory laid out. Made once, shared
/// by any number of sessions.
public struct Plan: Sendable {
  /// The graph as it is run, with batch normalization folded and the batch chosen.
  public let graph: Graph
  /// The values that can be read after a run besides the graph's outputs.
  public let observed: Set<ValueID>
  /// The values that a traced run shows, by the step after which they are there.
  let traces: [Int: [ValueID]]
  let steps: [Step]
  let locations: [ValueID: Location]
  let arena: ArenaPlan

  /// The bytes of activations a session holds.
  public var arenaByteCount: Int { arena.byteCount }

  /// The bytes of scratch memory each thread of a session holds besides.
  public var scratchByteCount: Int { steps.map(\.scratchByteCount).max() ?? 0 }

  /// Plans a graph.
  ///
  /// - Parameters:
  ///   - batch: the number of images in a run; nil for the recorded one.
  ///   - observing: values to keep for reading after each run.
  ///   - tracing: values that `Session.run(_:tracing:)` shows while they exist, which takes no memory
  ///     beyond that of the run.
  ///   - exact: sum convolutions directly, product by product, rather than by Winograd's
  ///     transform where that is faster; for comparing layers with what others compute.
  /// - Throws: `EngineError.unsupported` for operations without a kernel, `.graph` when the
  ///   graph cannot take the batch, `.inputType` when an input is neither float32 nor
  ///   uint8.
  public init(
    _ graph: Graph, batch: Int? = nil, observing: Set<ValueID> = [],
    tracing: Set<ValueID> = [], exact: Bool = false
  ) throws(EngineError) {
    var graph = graph
    try Plan.checkConstants(of: graph)
    do throws(GraphError) {
      if let batch { graph = try graph.rebatched(to: batch) }
      try PassPipeline([FoldBatchNormalization(), FoldConstantDequantization()]).apply(to: &graph)
    } catch {
      throw .graph(error)
    }
    let planner = try Planner(
      graph: graph, observing: observing, tracing: tracing, isExact: exact)
    self.graph = graph
    observed = planner.observed
    traces = planner.traces
    steps = planner.steps
    locations = planner.locations
    arena = ArenaPlan(planner.buffers)
  }

  /// How often each element of a constant may be laid out: heads that share their weights do so up
  /// to five times.
  static let constantsPerElement = 8
  /// The elements that may be laid out however few the graph has.
  static let freeConstants = 1 << 25

  /// Each node has its constants dequantized and laid out for itself, so that many nodes of one
  /// constant would take memory out of all proportion to the network.
  private static func checkConstants(of graph: Graph) throws(EngineError) {
    var seen: Set<ValueID> = []
    var (taken, held) = (0, 0)
    for node in graph.nodes {
      for input in node.inputs {
        guard let count = graph[input].constant?.shape.count else { continue }
        taken += count
        if seen.insert(input).inserted { held += count }
      }
      guard taken <= held * Plan.constantsPerElement + Plan.freeConstants else {
        throw .constants(taken: taken, held: held)
      }
    }
  }
}

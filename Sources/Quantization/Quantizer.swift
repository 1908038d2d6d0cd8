import Engine
import Graph

/// Quantizes a float network: prepares it, calibrates it, chooses encodings and stored weights, and
/// emits the result.
public struct Quantizer: Sendable {
  /// The float network, with batch normalization folded, raw heads and nothing unused.
  public let network: Graph
  /// What is asked for.
  public let options: QuantizationOptions
  /// How many threads share the work; results do not depend on it.
  public let threads: Int

  /// Prepares a network.
  ///
  /// - Parameter graph: a float network for one picture, with raw heads.
  /// - Throws: `QuantizationError.graph` when it is not well-formed.
  public init(
    _ graph: Graph, options: QuantizationOptions, threads: Int
  ) throws(QuantizationError) {
    var network = graph
    do throws(GraphError) {
      _ = try FoldBatchNormalization().apply(to: &network)
      _ = try RemoveUnused(keepsLayerOutputs: false).apply(to: &network)
    } catch { throw .graph(error) }
    self.network = network
    self.options = options
    self.threads = threads
  }

  /// The network with split heads; what is counted of it serves whichever way heads are stored.
  private func splitNetwork() throws(QuantizationError) -> Graph {
    var graph = network
    do throws(GraphError) { _ = try SplitHeads().apply(to: &graph) } catch { throw .graph(error) }
    return graph
  }

  /// The names of the tensors that calibration counts.
  public func countedTensors() throws(QuantizationError) -> [String] {
    let graph = try splitNetwork()
    return CalibrationPass(graph).counted.map { graph[$0].name }
  }

  /// Runs the float network on pictures and counts what its tensors hold.
  ///
  /// - Parameter progress: told how many pictures are done, from any thread.
  /// - Returns: histograms by the name of the tensor.
  /// - Throws: `QuantizationError`.
  public func calibrate(
    _ source: some CalibrationSource, progress: (@Sendable (Int) -> Void)? = nil
  ) throws(QuantizationError) -> [String: Histogram] {
    try CalibrationPass(try splitNetwork()).run(
      source, workers: Workers(threads: threads, progress: progress))
  }

  /// Quantizes.
  ///
  /// - Parameters:
  ///   - counts: what calibration counted, by the name of the tensor.
  ///   - source: pictures for the steps that run the network again; nil where there are none.
  /// - Throws: `QuantizationError`.
  public func quantize(
    counts: [String: Histogram], source: (any CalibrationSource)? = nil
  ) throws(QuantizationError) -> QuantizedNetwork {
    let graph = options.headForm == .split ? try splitNetwork() : network
    let histograms = CalibrationPass.histograms(of: graph, counts: counts)
    let plan = StoragePlan(graph, options: options)
    var scheme = Scheme(
      plan: plan,
      encodings: EncodingChoice.encodings(for: plan, histograms: histograms, options: options))
    scheme.roundFilters(options.weightQuantizer)
    if let source, options.roundsByMoments || options.correctsBias {
      try Refinement(options: options, source: source, indices: Array(stride(from: 0, to: source.count, by: max(1, source.count / options.refinementInputs))), workers: Workers(threads: threads)).refine(&scheme) { print("refined", $0) }
    }
    let graph2: Graph
    do throws(GraphError) {
      graph2 = try scheme.emitted(options)
    } catch { throw .graph(error) }
    if let source {
      let c = Comparison(float: graph, quantized: graph2, workers: Workers(threads: threads))
      let layers = graph.layerOutputs.keys.sorted().filter { graph2.layerOutputs[$0] != nil }
      let d = try c.deviations(of: zip(graph.outputs, graph2.outputs).map { ($0, $1) } + layers.compactMap { l in graph.layerOutputs[l].flatMap { f in graph2.layerOutputs[l].map { (f, $0) } } }, on: Array(stride(from: 0, to: source.count, by: max(1, source.count / 32))), of: source)
      for (i, x) in d.enumerated() { print(i < graph.outputs.count ? "head \(i)" : "layer \(layers[i - graph.outputs.count])", x.decibels ?? 999) }
      print("heads", d[..<graph.outputs.count].reduce(Comparison.Deviation(), +).decibels ?? 0)
    }
    return QuantizedNetwork(graph: graph2, scheme: scheme)
  }
}

import Engine
import Graph
import Text
import Threads

/// Quantizes a float network: prepares it, calibrates it, chooses encodings and stored weights, and
/// emits the result.
public struct Quantizer: Sendable {
  /// The float network, with batch normalization folded, raw heads and nothing unused.
  public let network: Graph
  /// What is asked for.
  public let options: QuantizationOptions
  /// How many threads share the work; results do not depend on it.
  public let threads: Int
  /// By what the channels of `network` were multiplied; nil where they were not.
  var factors: [Float]?

  /// Prepares a network.
  ///
  /// - Parameter graph: a float network for one image, with raw heads.
  /// - Throws: `QuantizationError.graph` when it is not well-formed.
  public init(
    _ graph: Graph, options: QuantizationOptions, threads: Int
  ) throws(QuantizationError) {
    var network = graph
    do throws(GraphError) {
      try PassPipeline([FoldBatchNormalization(), RemoveUnused(keepsLayerOutputs: false)])
        .apply(to: &network)
    } catch { throw .graph(error) }
    self.network = network
    self.options = options
    self.threads = threads
  }

  /// The names of the tensors that calibration counts.
  public func countedTensors() throws(QuantizationError) -> [String] {
    let graph = try splitNetwork()
    return CalibrationPass(graph).counted.map { graph[$0].name }
  }

  /// Runs the float network on images and counts what its tensors hold.
  ///
  /// - Parameter progress: told how many images are done, from any thread.
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
  ///   - source: images for the steps that run the network again, and for measuring; nil where
  ///     there are none.
  ///   - progress: told what is being done, how much of it is done, and how much there is.
  /// - Throws: `QuantizationError`.
  public func quantize(
    counts: [String: Histogram], source: (any CalibrationSource)? = nil,
    progress: (@Sendable (String, Int, Int) -> Void)? = nil
  ) throws(QuantizationError) -> QuantizedNetwork {
    let prepared = try prepared(counts)
    let histograms = prepared.histograms
    var scheme = try roundedScheme(of: prepared, source, progress)
    let front = try front(of: scheme, source, progress)
    if !front.isEmpty { scheme = scheme.keepingInFloat(front, options) }
    if let source { try refine(&scheme, source, progress) }
    if let source, options.floatLayers > 0 {
      let nodes = try mostSensitive(options.floatLayers, in: scheme, source, progress) {
        $0.keepingInFloat($1, options)
      }
      scheme = scheme.keepingInFloat(nodes, options)
    }
    if let source, options.wideLayers > 0 {
      func widened(_ scheme: Scheme, _ nodes: Set<Int>) -> Scheme {
        scheme.widening(nodes, options, histograms)
      }
      let nodes = try mostSensitive(
        options.wideLayers, in: scheme, source, progress, relieved: widened)
      scheme = widened(scheme, nodes)
      // What was refined made up for errors that are gone now.
      scheme.roundFilters(options)
      try refine(&scheme, source, progress)
    }
    return try completed(scheme, front: front.count, histograms, source, progress)
  }

  /// The first convolutions that stay in float, where options ask for that.
  private func front(
    of scheme: Scheme, _ source: (any CalibrationSource)?,
    _ progress: (@Sendable (String, Int, Int) -> Void)?
  ) throws(QuantizationError) -> Set<Int> {
    guard options.floatFront == .auto, options.allowsFloatFront, let source else { return [] }
    let noise = try headNoise(of: scheme.graph, source)
    return try FloatFront(options: options, noise: noise).worthwhile(in: scheme) {
      progress?("choosing first layers in float", $0, $1)
    }
  }

  /// Chooses filters and biases again, where options ask for that.
  func refine(
    _ scheme: inout Scheme, _ source: any CalibrationSource,
    _ progress: (@Sendable (String, Int, Int) -> Void)?
  ) throws(QuantizationError) {
    guard options.rounding == .moments || options.correctsBias else { return }
    let count = scheme.plan.convolutions.count
    let refinement = Refinement(
      options: options, source: source,
      indices: ImageRoles(count: source.count).refining(
        limit: options.refinementLimit(convolutions: count)),
      workers: Workers(threads: threads))
    try refinement.refine(&scheme) { progress?("refining layers", $0, count) }
  }

  private func mostSensitive(
    _ count: Int, in scheme: Scheme, _ source: any CalibrationSource,
    _ progress: (@Sendable (String, Int, Int) -> Void)?, relieved: (Scheme, Set<Int>) -> Scheme
  ) throws(QuantizationError) -> Set<Int> {
    let convolutions = scheme.plan.convolutions.count
    let noise = try headNoise(of: scheme.graph, source)
    return try Sensitivity(options: options, noise: noise).mostSensitive(
      count, in: scheme, relieved: relieved
    ) { progress?("finding sensitive layers", $0, convolutions) }
  }

  /// What is stored and how, filters rounded to the nearest numbers.
  ///
  /// - Parameter duals: the leaky ReLUs that are sums of two sides; nil for what options say.
  func roundedScheme(of prepared: Prepared, duals: Set<Int>?) -> Scheme {
    let plan = StoragePlan(prepared.graph, options: options, duals: duals)
    let encodings = EncodingChoice.encodings(
      for: plan, histograms: prepared.histograms, options: options, given: prepared.given)
    var scheme = Scheme(plan: plan, encodings: encodings)
    scheme.roundFilters(options)
    return scheme
  }

  /// The same, with the leaky ReLUs as sums of two sides that are worth it.
  private func roundedScheme(
    of prepared: Prepared, _ source: (any CalibrationSource)?,
    _ progress: (@Sendable (String, Int, Int) -> Void)?
  ) throws(QuantizationError) -> Scheme {
    let graph = prepared.graph
    func scheme(_ duals: Set<Int>?) -> Scheme { roundedScheme(of: prepared, duals: duals) }
    let usual = scheme(nil)
    let candidates = usual.plan.sidedLeakys(options)
    guard options.leaky == .auto, let source, !candidates.isEmpty else { return usual }
    let choice = LeakyChoice(options: options, noise: try headNoise(of: graph, source))
    let duals = try choice.worthwhile(in: usual, all: scheme(Set(candidates.keys))) {
      progress?("choosing leaky ReLUs", $0, $1)
    }
    return duals.isEmpty ? usual : scheme(duals)
  }

  func headNoise(
    of graph: Graph, _ source: any CalibrationSource
  ) throws(QuantizationError) -> HeadNoise {
    try HeadNoise(
      of: graph,
      on: ImageRoles(count: source.count).refining(limit: Quantizer.sensitivityInputs),
      of: source, workers: Workers(threads: threads))
  }

  /// A noise relative to others needs fewer images than one that is reported.
  private static let sensitivityInputs = 8

  private func completed(
    _ scheme: Scheme, front: Int, _ histograms: [ValueID: Histogram],
    _ source: (any CalibrationSource)?,
    _ progress: (@Sendable (String, Int, Int) -> Void)?
  ) throws(QuantizationError) -> QuantizedNetwork {
    var artifact: Graph
    let graph: Graph
    var islands = scheme.floatIslands(options)
    do throws(GraphError) {
      graph = try scheme.emitted(options)
      artifact = graph
      try PassPipeline([
        StoreLayerOutputs(), RemoveUnused(keepsLayerOutputs: false), TabulateFunctions(),
      ]).apply(to: &artifact)
      // Of the file alone: what was counted of the network serves every target.
      if options.target == .xint8 {
        try PassPipeline([SplitsToSlices(), RemoveUnused(keepsLayerOutputs: false)])
          .apply(to: &artifact)
      }
      if options.domain == .standard {
        let expansion = ExpandQuantization(domain: .standard)
        islands += expansion.islands(in: artifact).map {
          QuantizationReport.Island(name: $0, operation: "an operator of com.microsoft")
        }
        try PassPipeline([expansion]).apply(to: &artifact)
      }
    } catch { throw .graph(error) }
    let measured = try source.map { source throws(QuantizationError) in
      try Measurement(
        float: scheme.graph, quantized: graph, includingLayers: options.measuresLayers,
        source: source,
        workers: Workers(threads: threads), progress: { progress?("measuring", $0, $1) })
    }
    return QuantizedNetwork(
      graph: graph, artifact: artifact,
      report: QuantizationReport(
        steps: options.steps(hasHeads: !graph.contract.heads.isEmpty, front: front),
        measuredImages: measured?.images ?? 0,
        heads: measured?.heads ?? [], headsSQNR: measured?.allHeads,
        tensors: scheme.storedTensors(histograms),
        layers: scheme.storedLayers(measured?.layers ?? [:]), islands: islands,
        notes: try source.map { source throws(QuantizationError) in
          try requantizationNotes(graph, source)
        } ?? []))
  }

  /// The images on which requantizations are compared.
  private static let comparedInputs = 8

  /// By how much the network differs from the one that its file's own multipliers give.
  private func requantizationNotes(
    _ graph: Graph, _ source: any CalibrationSource
  ) throws(QuantizationError) -> [String] {
    guard graph.requantization != .float else { return [] }
    var integers = graph
    do throws(GraphError) { try PassPipeline([FoldQuantization()]).apply(to: &integers) } catch {
      throw .graph(error)
    }
    var reference = integers
    reference.requantization = .float
    let stored = integers.nodes.flatMap(\.outputs).filter {
      [.uint8, .int8].contains(integers[$0].type.element)
    }
    let pairs = (stored + integers.outputs).map { Comparison.Pair($0, $0) }
    let indices = ImageRoles(count: source.count).measuring(limit: Quantizer.comparedInputs)
    let deviations = try Comparison(
      reference: reference, other: integers, workers: Workers(threads: threads)
    ).deviations(of: pairs, on: indices, of: source).sums
    let steps = deviations.prefix(stored.count).map(\.maxError).max() ?? 0
    let outputs = deviations.dropFirst(stored.count).reduce(Deviation(), +)
    let ratio = outputs.decibels.map { ", \(fixed($0, 1)) dB" } ?? ""
    return [
      "requantization \(graph.requantization.rawValue) against the float multiplier of the file, on "
        + "\(counted(indices.count, "image")): 8-bit values differ by at most \(Int(steps)), outputs by "
        + "at most \(fixed(outputs.maxError, 2))\(ratio)"
    ]
  }
}

/// A quantized network, and what is known of it.
public struct QuantizedNetwork: Sendable {
  /// The network, with the dequantized output of every darknet layer.
  public let graph: Graph
  /// The network as it is written to a file: without what only serves to look into it, and with the
  /// operators that the domain asked for has.
  public let artifact: Graph
  /// What was chosen and what it costs.
  public let report: QuantizationReport
}

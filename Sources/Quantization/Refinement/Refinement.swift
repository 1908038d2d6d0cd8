import Engine
import Graph
import Threads

/// Chooses stored filters and biases again, layer by layer from the input on, for what each layer's
/// input is in the network quantized so far.
struct Refinement {
  let options: QuantizationOptions
  let source: any CalibrationSource
  /// The inputs that are looked at.
  let indices: [Int]
  let workers: Workers

  /// Far above what numerics need: moments of neighbouring patches of a few dozen images fit
  /// those images too well. Measured on images that were left out, see BENCHMARKS.md.
  private static let damping: Float = 2
  /// The inputs whose maps are held at a time.
  private static let inputsAtOnce = 8

  /// Refines every convolution on quantized values.
  ///
  /// - Parameter progress: told how many convolutions are done.
  func refine(
    _ scheme: inout Scheme, progress: ((Int) -> Void)? = nil
  ) throws(QuantizationError) {
    var done = 0
    for stage in stages(of: scheme) {
      // Taken out one by one, as in `moments`.
      var moments = Array(try moments(of: stage, in: scheme).reversed())
      for node in stage {
        guard let own = moments.popLast() else { continue }
        refine(node, of: &scheme, consume own)
      }
      done += stage.count
      progress?(done)
    }
  }

  /// The convolutions in order, those next to each other that read the same value together. Others
  /// must see what is done before them, lest a mean error be corrected twice.
  private func stages(of scheme: Scheme) -> [[Int]] {
    let nodes = scheme.graph.nodes
    return scheme.plan.convolutions.reduce(into: []) { stages, node in
      if let last = stages.last?.last, nodes[last].inputs[0] == nodes[node].inputs[0] {
        stages[stages.count - 1].append(node)
      } else {
        stages.append([node])
      }
    }
  }

  private func refine(
    _ node: Int, of scheme: inout Scheme, _ paired: consuming PatchMoments
  ) {
    guard var filters = scheme.layers[node]?.filters else { return }
    let weights = scheme.weights(of: node)
    let moments = (consume paired).withProducts(of: weights, pool: workers.pool)
    if options.rounding == .moments {
      filters = rounded(
        weights, from: filters, moments, scheme.weightQuantizer(of: node, options),
        offsets: options.bias == .int8 ? scheme.biasErrors(of: node, moments, options) : nil)
    }
    var bias = scheme.bias(of: node)
    if options.correctsBias {
      let correction = filters.biasCorrection(weights: weights, moments: moments)
      for channel in bias.indices { bias[channel] += correction[channel] }
    }
    scheme.store(filters, bias: bias, of: node, options)
  }

  private func rounded(
    _ weights: [Float], from start: QuantizedFilters, _ moments: PatchMoments,
    _ quantizer: WeightQuantizer, offsets: [Float]?
  ) -> QuantizedFilters {
    let rounding = MomentRounding(
      limit: options.weightLimit, damping: Refinement.damping,
      keepsPowersOfTwo: quantizer.unit != nil)
    let rounded = rounding.rounded(
      weights, from: start, moments: moments, offsets: offsets, pool: workers.pool)
    guard quantizer.unit != nil, start.scales.count == 1, start.channels > 1 else {
      return rounded.filters
    }
    // One scale for all filters is not fitted; the next finer one clips more and rounds less.
    var finer = start
    finer.scales[0] /= 2
    for channel in 0..<finer.channels { quantizer.round(weights, row: channel, of: &finer) }
    let other = rounding.rounded(
      weights, from: finer, moments: moments, offsets: offsets, pool: workers.pool)
    return other.ratioAfter < rounded.ratioAfter ? other.filters : rounded.filters
  }

  // MARK: Moments

  /// The moments of the inputs of some convolutions in the network quantized so far, paired with
  /// those in the float network.
  private func moments(
    of stage: [Int], in scheme: Scheme
  ) throws(QuantizationError) -> [PatchMoments] {
    let graph = scheme.graph
    var inputs: [ValueID] = []
    var positions: [Int] = []
    for node in stage {
      let input = graph.nodes[node].inputs[0]
      if !inputs.contains(input) { inputs.append(input) }
      positions.append(inputs.firstIndex(of: input) ?? 0)
    }
    var accumulators: [MomentAccumulator] = []
    for node in stage {
      accumulators.append(
        MomentAccumulator(try geometry(of: node, in: graph), isPaired: true))
    }
    let plans = try plans(giving: inputs, of: scheme)
    for first in stride(from: 0, to: indices.count, by: Refinement.inputsAtOnce) {
      let some = Array(indices[first..<min(first + Refinement.inputsAtOnce, indices.count)])
      let maps = try run(plans, on: some)
      for (index, maps) in zip(some, maps) {
        guard let maps else { continue }
        for layer in accumulators.indices {
          let geometry = accumulators[layer].geometry
          accumulators[layer].add(
            maps.quantized[positions[layer]], float: maps.float[positions[layer]],
            at: geometry.positions(count: sampleCount(geometry), image: index),
            pool: workers.pool)
        }
      }
    }
    // Taken out one by one: what is finished must not be held twice, as its matrices are large.
    var moments: [PatchMoments] = []
    accumulators.reverse()
    while let accumulator = accumulators.popLast() {
      moments.append(accumulator.finish(pool: workers.pool))
    }
    return moments
  }

  private func geometry(of node: Int, in graph: Graph) throws(QuantizationError) -> PatchGeometry {
    let shape = graph[graph.nodes[node].inputs[0]].type.shape
    let convolution =
      graph.nodes[node].operation as? Convolution
      ?? Convolution(window: Window(kernel: Extent2D(1)))
    do throws(OperationError) { return try PatchGeometry(convolution, map: shape) } catch {
      throw .graph(.operandsDoNotFit(node: graph.nodes[node].name, reason: error))
    }
  }

  /// How many patches of an image are looked at: several times as many in all as a patch has
  /// columns, so that second moments are more than noise.
  private func sampleCount(_ geometry: PatchGeometry) -> Int {
    let wanted = max(8 * geometry.columns, 8192)
    return (wanted + indices.count - 1) / max(indices.count, 1)
  }

  private struct Maps {
    let float: [[Float]]
    let quantized: [[Float]]
  }

  private func plans(
    giving values: [ValueID], of scheme: Scheme
  ) throws(QuantizationError) -> (float: Plan, quantized: Plan) {
    let quantized: Graph
    do throws(GraphError) {
      quantized = try scheme.emitted(options, giving: values)
    } catch { throw .graph(error) }
    do throws(EngineError) {
      return (try Plan(scheme.graph.giving(values)), try Plan(quantized))
    } catch { throw .engine(error) }
  }

  private func run(
    _ plans: (float: Plan, quantized: Plan), on some: [Int]
  ) throws(QuantizationError) -> [Maps?] {
    try workers.map(
      some.count,
      state: { () throws(QuantizationError) in
        (Session(plans.float), Session(plans.quantized))
      },
      { (sessions: inout (Session, Session), position: Int) throws(QuantizationError) -> Maps? in
        guard let inputs = try source.input(at: some[position]) else { return nil }
        do throws(EngineError) {
          return Maps(
            float: try sessions.0.run(inputs), quantized: try sessions.1.run(inputs))
        } catch { throw .engine(error) }
      }
    ).results
  }
}

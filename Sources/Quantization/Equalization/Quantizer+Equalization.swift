import Graph
import Threads

extension Quantizer {
  /// The quantizer of the same network with equalized channels, where options ask for that.
  ///
  /// - Parameter source: images; equalization by activations needs them.
  /// - Returns: with options that say how the channels are equalized.
  /// - Throws: `QuantizationError`.
  public func equalized(_ source: (any CalibrationSource)?) throws(QuantizationError) -> Quantizer {
    guard options.equalization == .auto else { return try scaled(source) }
    guard let source else { return try equalizing(.none).scaled(nil) }
    let byActivations = try equalizing(.activations).scaled(source)
    guard options.granularity == .perTensor else { return byActivations }
    let byWeights = try equalizing(.weights).scaled(source)
    return try byWeights.noise(on: source) < byActivations.noise(on: source)
      ? byWeights : byActivations
  }

  private func equalizing(
    _ rule: QuantizationOptions.Equalization
  ) throws(QuantizationError) -> Quantizer {
    var options = options
    options.equalization = rule
    return try Quantizer(network, options: options, threads: threads)
  }

  /// The noise at objects in the heads, with everything fitted to a few images: with filters rounded to
  /// the nearest numbers, the other rule may look better.
  private func noise(on source: any CalibrationSource) throws(QuantizationError) -> Double {
    let some = SomeInputs(
      source: source, indices: ImageRoles(count: source.count).refining(limit: Self.comparedImages))
    let prepared = try prepared(try calibrate(some))
    var scheme = roundedScheme(of: prepared, duals: nil)
    try refine(&scheme, some, nil)
    let quantized: Graph
    do throws(GraphError) { quantized = try scheme.emitted(options) } catch { throw .graph(error) }
    return try headNoise(of: prepared.graph, source).noise(of: quantized)
  }

  /// Ranges for comparing two networks need fewer images than those of the model.
  private static let comparedImages = 32

  private func scaled(_ source: (any CalibrationSource)?) throws(QuantizationError) -> Quantizer {
    let classes = ChannelClasses(of: network)
    let factors: ChannelFactors
    switch (options.equalization, source) {
    case (.none, _), (.activations, nil), (.auto, _): return self
    case (.weights, _):
      factors = CrossLayerEqualization().factors(for: network, classes: classes)
    case (.activations, let source?):
      let measured = try ChannelMagnitudes(
        of: network,
        on: ImageRoles(count: source.count).refining(limit: options.refinementImages),
        of: source, workers: Workers(threads: threads)
      ).magnitudes
      let stored = StoragePlan(network, options: options).stored
      factors = ActivationEqualization(strength: options.equalizationStrength).factors(
        for: network, classes: classes, magnitudes: { stored.contains($0) ? measured[$0] : nil })
    }
    return try scaled(by: factors, options)
  }
}

/// Some of the inputs of a source.
private struct SomeInputs: CalibrationSource {
  let source: any CalibrationSource
  let indices: [Int]

  var count: Int { indices.count }

  func input(at index: Int) throws(QuantizationError) -> [[Float]]? {
    try source.input(at: indices[index])
  }
}

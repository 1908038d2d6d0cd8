extension QuantizationOptions {
  /// How much is done for accuracy.
  public enum Effort: String, Hashable, Sendable, CaseIterable {
    /// What ONNX Runtime's `quantize_static` does in its QOperator form where nothing else is asked of
    /// it but int8 weights: one scale for the weights of a layer, ranges of all that was seen, tensor by
    /// tensor, heads with one scale. It is there to be compared with.
    case baseline
    /// Ranges by squared error and nothing more.
    case fast
    /// Channels equalized by what they hold, filters rounded for the error of their layer's result,
    /// fitted scales, corrected biases, first layers in float where that pays; on 150 images at most.
    case balanced
    /// As `balanced`, on all images.
    case best
  }

  /// Creates options that bundle the steps of an effort.
  public init(effort: Effort) {
    self.init()
    switch effort {
    case .baseline: takeBaseline()
    case .fast: measuresLayers = false
    case .balanced, .best: takeAllSteps(onAllImages: effort == .best)
    }
  }

  private mutating func takeBaseline() {
    granularity = .perTensor
    ranges = .minmax
    tensorRanges = .own
    head = .single
    headroom = 0
    isActivationAware = false
    measuresLayers = false
  }

  private mutating func takeAllSteps(onAllImages: Bool) {
    weightScales = .leastError
    rounding = .moments
    correctsBias = true
    equalization = .auto
    leaky = .auto
    floatFront = .auto
    refinementImages = onAllImages ? nil : 150
  }

  /// Whether steps run the network on images, beyond counting what its tensors hold.
  public var needsImages: Bool {
    rounding == .moments || correctsBias || floatLayers > 0 || wideLayers > 0
      || equalizesByImages
      || leaky == .auto && allowsDualLeaky || floatFront == .auto && allowsFloatFront
  }
}

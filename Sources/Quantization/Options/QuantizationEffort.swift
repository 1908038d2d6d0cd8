extension QuantizationOptions {
  /// How much is done for accuracy.
  public enum Effort: String, Hashable, Sendable, CaseIterable {
    /// Ranges by squared error and nothing more.
    case fast
    /// Channels equalized by what they hold, filters rounded for the error of their layer's result,
    /// fitted scales, corrected biases; on 150 images at most.
    case balanced
    /// As `balanced`, on all images.
    case best
  }

  /// Creates options that bundle the steps of an effort.
  public init(effort: Effort) {
    self.init()
    guard effort != .fast else {
      measuresLayers = false
      return
    }
    weightScales = .leastError
    rounding = .moments
    correctsBias = true
    equalization = .auto
    leaky = .auto
    refinementImages = effort == .best ? nil : 150
  }

  /// Whether steps run the network on images, beyond counting what its tensors hold.
  public var needsImages: Bool {
    rounding == .moments || correctsBias || floatLayers > 0 || wideLayers > 0
      || equalizesByImages
      || leaky == .auto && allowsDualLeaky
  }
}

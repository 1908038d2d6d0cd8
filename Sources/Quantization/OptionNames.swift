import Graph

/// What the options of a quantization are called by users: on the command line and in recipes alike.
extension QuantizationOptions {
  /// How ranges are chosen.
  public enum Ranges: String, Hashable, Sendable, CaseIterable {
    case mse, minmax, percentile, entropy
  }

  /// What shares a scale of weights.
  public enum Granularity: String, Hashable, Sendable, CaseIterable {
    case perChannel = "per-channel"
    case perTensor = "per-tensor"

    /// The same for filters.
    public var ofFilters: WeightQuantizer.Granularity {
      self == .perChannel ? .perChannel : .perTensor
    }
  }

  /// Where the QDQ form quantizes: behind activations only, or in front of them as well.
  public enum QDQ: String, Hashable, Sendable, CaseIterable {
    case fused, explicit
  }

  /// The type of activations.
  public enum ActivationType: String, Hashable, Sendable, CaseIterable {
    case uint8, int8

    /// The same of tensors.
    public var element: ElementType { self == .uint8 ? .uint8 : .int8 }
  }

  /// How scales of weights are chosen.
  public enum WeightScales: String, Hashable, Sendable, CaseIterable {
    case maximum
    case leastError = "least-error"
  }

  /// How weights are rounded.
  public enum Rounding: String, Hashable, Sendable, CaseIterable {
    case nearest, moments
  }
}

extension RangeMethod {
  /// A method by its name.
  ///
  /// - Parameter part: with `percentile` the part of the numbers that is not clipped.
  public init(_ name: QuantizationOptions.Ranges, part: Double = 0.9999) {
    switch name {
    case .mse: self = .meanSquaredError
    case .minmax: self = .minMax
    case .percentile: self = .percentile(part)
    case .entropy: self = .entropy
    }
  }

  /// What it is called.
  public var name: QuantizationOptions.Ranges {
    switch self {
    case .meanSquaredError: .mse
    case .minMax: .minmax
    case .percentile: .percentile
    case .entropy: .entropy
    }
  }

  /// With percentiles the part of the numbers that is not clipped; else nil.
  public var part: Double? {
    if case .percentile(let part) = self { part } else { nil }
  }
}

import Text

/// Numbers in one array that cannot be a trained network's.
public struct WeightsFinding: Hashable, Sendable {
  /// What is wrong with them.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Not a number.
    case notANumber
    /// Positive or negative infinity.
    case infinite
    /// A variance so far below zero that normalization has no square root to divide by.
    case negativeVariance
    /// A variance slightly below zero, which rounding may give.
    case roundedVariance
    /// A variance above 10^10: the channel is as good as switched off.
    case absurdVariance
  }

  /// The array.
  public let block: WeightsBlock
  /// What is wrong.
  public let kind: Kind
  /// The first output channel concerned.
  public let channel: Int
  /// Its value.
  public let value: Float
  /// How many numbers of the array are concerned.
  public let count: Int
  /// The layer's section in the cfg.
  public let location: SourceLocation
  /// The layer's type.
  public let layerType: String

  /// The finding in words, at the layer's section.
  public var diagnostic: Diagnostic {
    let more = count > 1 ? " (the first of \(count))" : ""
    return Diagnostic(
      kind.severity, at: location,
      "layer \(block.layer) ([\(layerType)]): \(block.name) of channel \(channel) is "
        + "\(value)\(more); \(kind.consequence)")
  }
}

extension WeightsFinding.Kind {
  /// Whether the network cannot work with it.
  public var severity: Diagnostic.Severity {
    switch self {
    case .notANumber, .infinite, .negativeVariance: .error
    case .roundedVariance, .absurdVariance: .warning
    }
  }

  var consequence: String {
    switch self {
    case .notANumber, .infinite: "training diverged or the file is damaged"
    case .negativeVariance: "the file is damaged or of another network"
    case .roundedVariance: "it is used as it is"
    case .absurdVariance: "the channel is as good as switched off"
    }
  }

  func applies(to role: WeightsRole) -> Bool {
    switch self {
    case .notANumber, .infinite: true
    case .negativeVariance, .roundedVariance, .absurdVariance: role == .rollingVariance
    }
  }

  func matches(_ value: Float) -> Bool {
    switch self {
    case .notANumber: value.isNaN
    case .infinite: value.isInfinite
    // Epsilon of the normalization: the root is of the variance plus 0.00001.
    case .negativeVariance: value <= -0.00001 && value.isFinite
    case .roundedVariance: value < 0 && value > -0.00001
    case .absurdVariance: value > 1e10 && value.isFinite
    }
  }

  /// A quick look at arrays that may be long: whether one of the numbers is not finite.
  func mayOccur(in values: UnsafeBufferPointer<Float>) -> Bool {
    switch self {
    case .notANumber, .infinite: hasNonFinite(values)
    case .negativeVariance, .roundedVariance, .absurdVariance: true
    }
  }
}

/// Whether a number is NaN or infinite: without the sign, their bits are the largest.
private func hasNonFinite(_ values: UnsafeBufferPointer<Float>) -> Bool {
  let bytes = UnsafeRawBufferPointer(values)
  let magnitude: UInt32 = 0x7FFF_FFFF
  var largest = SIMD16<UInt32>.zero
  let stride = MemoryLayout<SIMD16<UInt32>>.size
  var offset = 0
  while offset + stride <= bytes.count {
    let bits = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt32>.self)
    largest = pointwiseMax(largest, bits & SIMD16(repeating: magnitude))
    offset += stride
  }
  var rest = largest.max()
  while offset < bytes.count {
    let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    rest = max(rest, bits & magnitude)
    offset += MemoryLayout<UInt32>.size
  }
  return rest >= Float.infinity.bitPattern
}

/// The type that floating-point tensors have in a file.
public enum FloatPrecision: String, Codable, Hashable, Sendable, CaseIterable {
  /// 32 bits, as the graph computes.
  case float32
  /// 16 bits: constants are rounded to the nearest, ties to even. Inputs and outputs stay float32,
  /// with a `Cast` behind each input and in front of each output.
  case float16
}

/// What a model computes with.
public enum Precision: String, Codable, Hashable, Sendable, CaseIterable {
  case float32, float16
  /// Convolutions run on quantized values.
  case int8
}

extension Graph {
  /// What it computes with.
  ///
  /// - Parameter float: the type that floating-point tensors have in the file.
  public func precision(float: FloatPrecision) -> Precision {
    if nodes.contains(where: \.isQuantized) { return .int8 }
    return float == .float16 ? .float16 : .float32
  }

  /// What it computes with, as it was read.
  public var precision: Precision { precision(float: storedPrecision) }
}

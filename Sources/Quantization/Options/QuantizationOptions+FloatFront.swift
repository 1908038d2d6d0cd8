extension QuantizationOptions {
  /// Whether the first convolutions stay in float.
  public enum FloatFront: String, Hashable, Sendable, CaseIterable {
    case none
    /// As many of those with small filters as leave the least noise in the heads, where that is by a
    /// third less; in operators on integers for runtimes that compute floats as well.
    case auto
  }

  /// Whether the first convolutions may stay in float: in operators on integers, for ONNX Runtime or
  /// nothing that is named. Q/DQ pairs are for compilers that decide what runs in float, and hardware
  /// without floats has no such front.
  public var allowsFloatFront: Bool {
    format == .qoperator && requantization == .float && (target ?? .onnxruntime) == .onnxruntime
  }
}

/// `[lstm]`: eight connected layers; output (output, 1, 1).
public struct LSTMSection: LayerSection, Hashable {
  /// The number of outputs.
  public let output: Int
  /// Whether the layers are normalized.
  public let batchNormalize: Bool
}

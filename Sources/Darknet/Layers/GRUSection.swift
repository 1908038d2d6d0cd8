/// `[gru]`: six connected layers; output a vector.
public struct GRUSection: LayerSection, Hashable {
  /// The number of outputs.
  public let output: Int
  /// Whether the layers are normalized.
  public let batchNormalize: Bool
}

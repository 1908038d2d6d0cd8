/// What one layer owns of a weights file, in the order of the file.
public struct LayerWeights: Hashable, Sendable {
  /// The darknet layer index.
  public let layer: Int
  /// The arrays; at least one.
  public let blocks: [WeightsBlock]
  /// The offset of the first byte in the file.
  public let offset: Int
  /// The number of bytes.
  public let byteCount: Int

  /// The offset just behind the last byte.
  public var end: Int { offset + byteCount }

  /// The number of 32-bit floats.
  public var count: Int { byteCount / 4 }
}

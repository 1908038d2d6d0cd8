/// One array in a weights file: what it is, where it lies, how long it is.
public struct WeightsBlock: Hashable, Sendable {
  /// The darknet layer index.
  public let layer: Int
  /// The layer within a recurrent layer, by darknet's field name (`input`, `self`, `wf`, ...);
  /// nil in other layers.
  public let part: String?
  /// What the numbers are.
  public let role: WeightsRole
  /// The offset of the first byte in the file.
  public let offset: Int
  /// The extents in natural order: kernels [filters][channels of a group][size][size], matrices
  /// [output][input].
  public let shape: [Int]
  /// The number of 32-bit floats.
  public let count: Int
  /// Whether the file holds the matrix column by column, [rest of the shape][first extent].
  public let isTransposed: Bool

  /// The number of bytes.
  public var byteCount: Int { 4 * count }

  /// The offset just behind the last byte.
  public var end: Int { offset + byteCount }

  /// For example `rollingMean` or `wf weights`.
  var name: String { (part.map { "\($0) " } ?? "") + role.rawValue }
}

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

/// What a block of a weights file holds.
public enum WeightsRole: String, Hashable, Sendable, CaseIterable {
  /// One for each output channel; the biases that follow the normalization where there is one.
  case biases
  /// The factors of batch normalization.
  case scales
  /// The means of batch normalization.
  case rollingMean
  /// The variances of batch normalization.
  case rollingVariance
  /// Kernels, matrices, or the weights of a shortcut or `[implicit]`.
  case weights
}

import Graph

/// How a graph is written.
public struct WriteOptions: Hashable, Sendable {
  /// The version of the standard operator set, one of `ONNXVersion.writableOpsets`; raised where an
  /// operator needs a newer one.
  public var opset: Int
  /// The type of the numbers inside of the model.
  public var precision: FloatPrecision

  /// Creates options.
  public init(opset: Int = 13, precision: FloatPrecision = .float32) {
    self.opset = opset
    self.precision = precision
  }
}

/// What was written.
public struct WriteSummary: Hashable, Sendable {
  /// The size of the file.
  public var byteCount: Int
  /// The version of the standard operator set.
  public var opset: Int
  /// The version of the file format.
  public var irVersion: Int
}

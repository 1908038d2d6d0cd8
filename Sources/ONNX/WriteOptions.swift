/// How a graph is written.
public struct WriteOptions: Hashable, Sendable {
  /// The type of the numbers inside of the model.
  public enum Precision: String, Hashable, Sendable, CaseIterable {
    /// 32 bits, as in the graph.
    case float32
    /// 16 bits: constants are rounded to the nearest, ties to even. Inputs and outputs stay float32,
    /// with a `Cast` behind each input and in front of each output.
    case float16
  }

  /// The version of the standard operator set, one of `ONNXVersion.writableOpsets`; raised where an
  /// operator needs a newer one.
  public var opset: Int
  /// The type of the numbers inside of the model.
  public var precision: Precision

  /// Creates options.
  public init(opset: Int = 13, precision: Precision = .float32) {
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

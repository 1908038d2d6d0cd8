import Graph

/// How a graph is written.
public struct WriteOptions: Hashable, Sendable {
  /// The version of the standard operator set, one of `ONNXVersion.writableOpsets`; raised where an
  /// operator needs a newer one.
  public var opset: Int
  /// The type of the numbers inside of the model.
  public var precision: FloatPrecision
  /// Whether large tensors stand in a file of their own.
  public var externalData: ExternalData

  /// When the elements of large tensors stand in a file beside the model, `MODEL.onnx.data`.
  public enum ExternalData: String, Hashable, Sendable, CaseIterable {
    /// Where the model would be larger than one file can be.
    case whenNeeded = "auto"
    case always
  }

  /// Creates options.
  public init(
    opset: Int = 13, precision: FloatPrecision = .float32, externalData: ExternalData = .whenNeeded
  ) {
    self.opset = opset
    self.precision = precision
    self.externalData = externalData
  }
}

/// What was written.
public struct WriteSummary: Hashable, Sendable {
  /// The size of the file.
  public var byteCount: Int
  /// The size of the file beside it that holds large tensors; nil where there is none.
  public var dataByteCount: Int?
  /// The version of the standard operator set.
  public var opset: Int
  /// The version of the file format.
  public var irVersion: Int
}

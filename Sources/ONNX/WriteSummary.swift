/// What was written.
public struct WriteSummary: Hashable, Sendable {
  /// The size of the file.
  public var byteCount: Int
  /// The version of the standard operator set.
  public var opset: Int
  /// The version of the file format.
  public var irVersion: Int
}

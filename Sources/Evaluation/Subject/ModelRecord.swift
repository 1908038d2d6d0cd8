import Digests

/// Which model something was measured of.
public struct ModelRecord: Codable, Hashable, Sendable {
  /// What a model computes with.
  public enum Precision: String, Codable, Hashable, Sendable {
    case float32, int8
  }

  /// The `.onnx` or `.cfg` file.
  public var file: FileDigest
  /// The bytes of the `.onnx` file, or of the weights.
  public var bytes: Int
  /// `int8` when convolutions run on stored numbers.
  public var precision: Precision
  /// The SHA-256 of the files it was made from, by role: `cfg`, `weights`.
  public var sources: [String: String]

  /// Creates a record.
  public init(file: FileDigest, bytes: Int, precision: Precision, sources: [String: String]) {
    self.file = file
    self.bytes = bytes
    self.precision = precision
    self.sources = sources
  }
}

/// Which file something was read from.
public struct FileRecord: Codable, Hashable, Sendable {
  /// The file as the caller named it.
  public var path: String
  /// Its SHA-256 in lower-case hexadecimal; of a folder, that of the files in it that were read.
  public var sha256: String

  /// Creates a record.
  public init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }
}

import Files

/// A file by its name and by what is in it.
public struct FileDigest: Hashable, Sendable {
  /// The path as the caller named it, or relative to a folder; empty where the file has no name.
  public var path: String
  /// The SHA-256 of its contents; of a folder, that of the files in it that were read.
  public var digest: Digest
  /// The size in bytes; nil where it is not told.
  public var size: Int?

  /// Names a file.
  public init(path: String, digest: Digest, size: Int? = nil) {
    self.path = path
    self.digest = digest
    self.size = size
  }

  /// Reads and hashes a file.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public init(ofFile path: String) throws(FileError) {
    let contents = try Contents(ofFile: path)
    self.init(path: path, digest: contents.digest, size: contents.size)
  }
}

extension FileDigest: Codable {
  private enum CodingKeys: String, CodingKey {
    case path
    case digest = "sha256"
    case size = "bytes"
  }

  /// Reads `{path, sha256, bytes}`, of which only `sha256` is needed.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      path: try container.decodeIfPresent(String.self, forKey: .path) ?? "",
      digest: try container.decode(Digest.self, forKey: .digest),
      size: try container.decodeIfPresent(Int.self, forKey: .size))
  }

  /// Writes what there is.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if !path.isEmpty { try container.encode(path, forKey: .path) }
    try container.encode(digest, forKey: .digest)
    try container.encodeIfPresent(size, forKey: .size)
  }
}

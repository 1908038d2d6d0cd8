import Files

/// Which bytes a file has.
public struct Contents: Hashable, Sendable {
  /// Their SHA-256.
  public var digest: Digest
  /// How many there are.
  public var size: Int

  /// Names bytes.
  public init(digest: Digest, size: Int) {
    self.digest = digest
    self.size = size
  }

  /// Hashes bytes.
  public init(of bytes: UnsafeRawBufferPointer) {
    self.init(digest: Digest(of: bytes), size: bytes.count)
  }

  /// Reads and hashes a file.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public init(ofFile path: String) throws(FileError) {
    let file = try MappedFile(path: path)
    self.init(digest: Digest(of: file), size: file.count)
  }
}

extension Contents: Codable {
  private enum CodingKeys: String, CodingKey {
    case digest = "sha256"
    case size
  }
}

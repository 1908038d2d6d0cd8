import Provenance

/// Which bytes a name stands for.
public struct StoredFile: Codable, Hashable, Sendable {
  /// The SHA-256 of the bytes.
  public var sha256: String
  /// How many there are.
  public var size: Int

  /// Names bytes.
  init(_ digest: Digest, size: Int) {
    sha256 = digest.description
    self.size = size
  }

  /// The SHA-256; nil where the text is none.
  var digest: Digest? { Digest(hexadecimal: sha256) }
}

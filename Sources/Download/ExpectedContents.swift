import Digests

/// What bytes are expected to be.
public struct ExpectedContents: Hashable, Sendable {
  /// Their SHA-256.
  public var digest: Digest
  /// How many there are; nil where that is not known.
  public var size: Int?

  /// Expects bytes.
  public init(digest: Digest, size: Int? = nil) {
    self.digest = digest
    self.size = size
  }
}

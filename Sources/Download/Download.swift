import Provenance

/// Bytes from the first of several addresses that has the right ones.
public struct Download: Sendable {
  /// What the bytes may be.
  public struct Contents: Hashable, Sendable {
    /// Their SHA-256.
    public var digest: Digest
    /// How many there are, if that is known.
    public var size: Int?

    /// Names bytes.
    public init(digest: Digest, size: Int? = nil) {
      self.digest = digest
      self.size = size
    }
  }

  /// Where they may be, in the order in which they are tried, mirrors included.
  public var addresses: [Address]
  /// The bytes that are right; where it is empty, anything is taken that has the right size and is
  /// no web page, and the caller keeps the digest of this first use.
  public var accepted: [Contents]
  /// The size, where no digest is known.
  public var size: Int?
  /// How patient it is.
  public var policy: DownloadPolicy

  /// Describes a download.
  public init(
    addresses: [Address], accepted: [Contents] = [], size: Int? = nil, policy: DownloadPolicy
  ) {
    self.addresses = addresses
    self.accepted = accepted
    self.size = size
    self.policy = policy
  }
}

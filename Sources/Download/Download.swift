import Digests

/// Bytes from the first of several addresses that has the right ones.
public struct Download: Sendable {
  /// Where they may be, in the order in which they are tried, mirrors included.
  public var addresses: [Address]
  /// The bytes that are right; where it is empty, anything is taken that has the right size and is
  /// no web page, and the caller keeps the digest of this first use.
  public var accepted: [ExpectedContents]
  /// The size, where no digest is known.
  public var size: Int?
  /// How patient it is.
  public var policy: DownloadPolicy

  /// Describes a download.
  public init(
    addresses: [Address], accepted: [ExpectedContents] = [], size: Int? = nil,
    policy: DownloadPolicy
  ) {
    self.addresses = addresses
    self.accepted = accepted
    self.size = size
    self.policy = policy
  }
}

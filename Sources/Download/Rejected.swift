import Digests

/// Bytes that an address gave and that are not those that are wanted.
public struct Rejected: Hashable, Sendable {
  /// Where they are now: whoever is told of them may move the file away.
  public let path: String
  /// The address without what may be secret.
  public let url: String
  /// Their SHA-256.
  public let digest: Digest
  /// How many there are.
  public let size: Int
  /// Why they are not wanted.
  public let reason: FailureReason
}

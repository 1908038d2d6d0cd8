import Digests

/// What a download has brought; the bytes are at the path of its partial file.
public struct Downloaded: Hashable, Sendable {
  /// The SHA-256 of the bytes.
  public let digest: Digest
  /// How many there are.
  public let size: Int
  /// Where they are from; nil where all of them were there already, from an earlier run.
  public let address: Address?
}

import Digests

/// Something said about files: an in-toto Statement v1,
/// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
public struct Statement: Hashable, Sendable {
  /// What statements say they are.
  public static let type = "https://in-toto.io/Statement/v1"

  /// A file that is spoken of.
  public struct Subject: Hashable, Sendable {
    /// What it is called; empty where it has no name.
    public var name: String
    /// Its SHA-256.
    public var digest: Digest
  }

  /// The files.
  public var subjects: [Subject]
  /// What kind of thing is said.
  public var predicateType: String
  /// What is said.
  public var predicate: JSONValue
}

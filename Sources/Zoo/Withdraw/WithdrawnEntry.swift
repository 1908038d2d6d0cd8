import Digests
import Pipeline
import Provenance
import Text

/// That a version of ours which was published is not to be used any more.
public struct WithdrawnEntry: StoreDocument, Hashable {
  static let folder = "withdrawn"
  /// The version of its form.
  public var schemaVersion = 1
  /// The SHA-256 of the `manifest.json` of the version.
  public var manifest: Digest
  /// Why.
  public var reason: String
  /// What to use in its place; nil where nothing is named.
  public var successor: String?
  /// The statement in its envelope, as it was signed.
  public var envelope: String
}

/// Withdraws the version of a model that was published last.
public struct ModelWithdrawal: Sendable {
  /// What commands call the model.
  public let name: String
  /// Where it is.
  public let store: Store
  /// Why, for those who have it.
  public var reason: String
  /// What to use in its place; nil for nothing.
  public var successor: String?

  /// Withdraws a model.
  public init(_ name: String, in store: Store, reason: String) {
    (self.name, self.store, self.reason) = (name, store, reason)
  }

  /// Signs the statement and keeps it.
  ///
  /// - Parameter key: the key that the version was signed with.
  /// - Throws: a `Failure`, also where nothing was published, or with another key.
  public func run(signingWith key: SigningKey) throws -> WithdrawnEntry {
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw PipelineError.usage("say why: those who have the model will read it")
    }
    guard let published = try store.read(PublicationEntry.self, name),
      let manifest = published.files[ModelBuild.manifestName]
    else {
      throw PipelineError.usage("\(name): was not published from this store")
    }
    let own = try VerificationKey(pem: published.publicKey, source: "the publication of \(name)")
    guard own == key.verificationKey else {
      throw PipelineError.usage(
        "\(name): was signed with the key \(own.id), and only its owner can withdraw it; give that key"
          + "\(with: .key)")
    }
    let withdrawal = Withdrawal(of: manifest.digest, reason: reason, successor: successor)
    let entry = WithdrawnEntry(
      manifest: manifest.digest, reason: reason, successor: successor,
      envelope: try withdrawal.line(signedWith: key))
    try store.write(entry, name)
    return entry
  }
}

extension PublicationEntry {
  /// That it was withdrawn; nil where it was not.
  ///
  /// - Throws: a `Failure` when the store's document is damaged.
  func withdrawal(of name: String, in store: Store) throws -> WithdrawnEntry? {
    guard let entry = try store.read(WithdrawnEntry.self, name),
      entry.manifest == files[ModelBuild.manifestName]?.digest
    else { return nil }
    return entry
  }
}

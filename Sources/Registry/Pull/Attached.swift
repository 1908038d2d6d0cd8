import Digests
import Provenance
import Text

/// What publishers attach to a model beside its files: their public key, and withdrawals.
///
/// Whoever can write to the registry can attach such things: a key is believed on first use at most, and a
/// withdrawal when it is signed with the key of the model.
public struct Attached: Hashable, Sendable {
  /// The most things that are looked at.
  private static let most = 16

  /// Public keys, in PEM form.
  public private(set) var keys: [String] = []
  /// Envelopes of withdrawals.
  public private(set) var withdrawals: [[UInt8]] = []

  /// Asks what is attached to a model.
  ///
  /// - Throws: a `Failure`.
  init(_ model: RemoteModel, _ client: RegistryClient) throws {
    let referrers = try client.referrers(of: model.descriptor.contents.digest)
    keys = try Attached.contents(RegistryMediaType.publisherKey, referrers, client).map {
      String(decoding: $0, as: UTF8.self)
    }
    withdrawals = try Attached.contents(RegistryMediaType.withdrawal, referrers, client)
  }

  private static func contents(
    _ type: String, _ referrers: [Descriptor], _ client: RegistryClient
  ) throws -> [[UInt8]] {
    try referrers.filter { $0.artifactType == type }.prefix(most).compactMap { descriptor in
      guard let found = try client.manifest(at: .digest(descriptor.contents.digest)),
        let manifest = try? ArtifactManifest(parsing: found.bytes),
        let layer = manifest.layers.first
      else { return nil }
      return try client.blob(layer, "attachment", limit: Withdrawal.largest)
    }
  }
}

/// Withdrawals that a place offers with a model.
package struct OfferedWithdrawals {
  private let envelopes: [[UInt8]]
  private let manifest: Digest?

  /// - Parameter manifest: the `manifest.json` of the model that is offered; nil where it has none.
  package init(_ envelopes: [[UInt8]], of files: [ModelFile]) {
    self.envelopes = envelopes
    manifest = files.first { $0.path == ModelPackage.manifestName }?.blob.contents.digest
  }

  /// The one that is about the model; nil where it is not withdrawn.
  ///
  /// - Parameter key: the key of the publisher; nil where nothing is proven, and a warning is better
  ///   believed.
  package func current(key: VerificationKey?) -> Withdrawal? {
    guard let manifest else { return nil }
    for envelope in envelopes {
      if let found = try? Withdrawal(parsing: envelope, key: key, source: "withdrawal"),
        found.manifest == manifest
      {
        return found
      }
    }
    return nil
  }

  /// Refuses a model that its publisher has withdrawn.
  ///
  /// - Throws: `RegistryError.withdrawn`.
  package func check(_ name: String, key: VerificationKey?) throws(RegistryError) {
    if let found = current(key: key) { throw .withdrawn(name, found) }
  }
}

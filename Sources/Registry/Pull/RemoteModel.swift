import Digests
import Download
import JSON

/// A model in a registry: what its manifest says, without its files.
public struct RemoteModel: Sendable {
  /// The model by its digest.
  public let reference: RegistryReference
  /// Its manifest by digest and size.
  public let descriptor: Descriptor
  /// What kind of artifact it is; nil where it does not tell.
  public let artifactType: String?
  /// What is said of it.
  public let annotations: [String: String]
  /// Its files, in the order of the manifest.
  public let files: [ModelFile]
  /// What describes it.
  let config: Descriptor

  /// Asks for the manifest.
  ///
  /// - Throws: a `Failure`, also for what is no model, and for files whose paths lead elsewhere.
  public init(_ client: RegistryClient) throws {
    let reference = client.reference
    guard let found = try client.manifest(at: reference.effectiveVersion) else {
      throw RegistryError.absent(reference, "model of that name and version")
    }
    do throws(ManifestProblem) {
      let manifest = try ArtifactManifest(parsing: found.bytes)
      files = try manifest.layers.map { layer throws(ManifestProblem) in try ModelFile(layer: layer)
      }
      (config, artifactType) = (manifest.config, manifest.artifactType)
      annotations = manifest.annotations
    } catch { throw RegistryError.malformed("\(reference)", "its manifest \(error.text)") }
    descriptor = found.descriptor
    self.reference = reference.at(.digest(found.descriptor.contents.digest))
    try ModelOffer.check(files, of: "\(reference)")
  }

  /// What is attached to it.
  ///
  /// - Throws: a `Failure`.
  public func attached(_ client: RegistryClient) throws -> Attached { try Attached(self, client) }

  /// The model as it can be brought.
  ///
  /// - Throws: a `Failure`.
  public func offer(_ client: RegistryClient) throws -> ModelOffer {
    try ModelOffer(
      name: "\(reference)", files: files, policy: client.connection.policy,
      authorizer: client.authorizer
    ) { file throws(DownloadError) in
      try Address(client.address("blobs/\(file.blob.reference)").url)
    }
  }
}

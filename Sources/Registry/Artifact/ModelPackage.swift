import Digests
import Files
import JSON
import Provenance

/// A model's folder as an artifact: always the same for the same files.
public struct ModelPackage: Sendable {
  /// The folder.
  public let folder: String
  /// The files, sorted by the bytes of their paths.
  public let files: [ModelFile]
  /// What is said of the model, as it is stored.
  let config: [UInt8]
  /// What it is made of.
  let manifest: ArtifactManifest
  /// Its digest and size.
  public let descriptor: Descriptor
  /// What is attached to it: signature, records, statements and bills of materials.
  let attachments: [Attachment]

  /// Makes an artifact of a folder that was checked.
  ///
  /// - Parameters:
  ///   - created: when the model was made; nil for what its records say.
  ///   - key: the public key of its signature, which is attached; nil for none.
  /// - Throws: a `Failure` when files cannot be read, or there is no manifest.
  public init(folder: String, created: Timestamp? = nil, key: VerificationKey? = nil) throws {
    self.folder = folder
    let manifestPath = "\(folder)/\(ModelPackage.manifestName)"
    guard Folder.hasFile(manifestPath) else {
      throw RegistryError.folder(
        folder,
        "has no \(ModelPackage.manifestName), which says what belongs to the model; create "
          + "it: darkroom manifest create \(folder)")
    }
    let listed = try Manifest(contentsOf: manifestPath)
    var found = listed.files.map { ($0.path, Contents(digest: $0.digest, size: $0.size)) }
    for name in [ModelPackage.manifestName, FolderSignature.defaultName]
    where Folder.hasFile("\(folder)/\(name)") {
      found.append((name, try Contents(ofFile: "\(folder)/\(name)")))
    }
    found.sort { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    let records = try RecordIndex([folder]).entries.map(\.record)
    let precisions = Dictionary(
      records.map { ($0.artifact.file.digest, $0.artifact.precision) },
      uniquingKeysWith: { $1 ?? $0 })
    let files = found.map { path, contents in
      ModelFile(
        path: path, contents: contents, precision: precisions[contents.digest].flatMap { $0 })
    }
    let facts = ModelFacts(listed, records: records, created: created)
    let config = facts.config(layers: files).canonicalBytes
    let manifest = ArtifactManifest(
      artifactType: RegistryMediaType.model,
      config: Descriptor(
        mediaType: RegistryMediaType.modelConfig,
        contents: Contents(digest: Digest(of: config), size: config.count)),
      layers: files.map(\.layer), annotations: facts.annotations)
    let descriptor = manifest.descriptor
    (self.files, self.config, self.manifest, self.descriptor) = (
      files, config, manifest, descriptor
    )
    attachments =
      files.compactMap { Attachment($0, to: descriptor, created: facts.created) }
      + (key.map { [Attachment($0, to: descriptor)] } ?? [])
  }

  static let manifestName = "manifest.json"
}

/// A manifest of its own that says something about a model: a referrer of the OCI specifications.
struct Attachment: Hashable, Sendable {
  /// The manifest.
  let manifest: ArtifactManifest
  /// The bytes of its layer; nil where they are one of the model's files.
  var bytes: [UInt8]?

  /// What is attached of a model's files; nil for all that is not.
  init?(_ file: ModelFile, to subject: Descriptor, created: Timestamp?) {
    guard let type = Attachment.type(of: file.path) else { return nil }
    var annotations = type.annotations
    annotations[Annotation.title] = file.path
    if let created { annotations[Annotation.created] = created.description }
    manifest = ArtifactManifest(
      artifactType: type.name,
      config: Descriptor(
        mediaType: RegistryMediaType.empty,
        contents: Contents(
          digest: Digest(of: Attachment.emptyConfig), size: Attachment.emptyConfig.count)),
      layers: [
        Descriptor(
          mediaType: type.layer, contents: file.blob.contents,
          annotations: [Annotation.title: file.path])
      ],
      subject: Descriptor(mediaType: subject.mediaType, contents: subject.contents),
      annotations: annotations)
  }

  /// Attaches the public key that the model's signature is verified with.
  init(_ key: VerificationKey, to subject: Descriptor) {
    self.init(
      Array(key.pem.utf8), RegistryMediaType.publisherKey, title: "publisher.pub", to: subject)
  }

  /// Attaches a withdrawal, as its envelope.
  init(withdrawal: [UInt8], to subject: Descriptor) {
    self.init(
      withdrawal, RegistryMediaType.withdrawal, title: "withdrawal.intoto.jsonl", to: subject)
  }

  private init(_ bytes: [UInt8], _ type: String, title: String, to subject: Descriptor) {
    self.bytes = bytes
    manifest = ArtifactManifest(
      artifactType: type,
      config: Descriptor(
        mediaType: RegistryMediaType.empty,
        contents: Contents(
          digest: Digest(of: Attachment.emptyConfig), size: Attachment.emptyConfig.count)),
      layers: [
        Descriptor(
          mediaType: type, contents: Contents(digest: Digest(of: bytes), size: bytes.count),
          annotations: [Annotation.title: title])
      ],
      subject: Descriptor(mediaType: subject.mediaType, contents: subject.contents),
      annotations: [Annotation.title: title])
  }

  /// The config of artifacts that have none.
  static let emptyConfig = Array("{}".utf8)

  /// How a list of referrers names it: with the annotations of its manifest.
  var descriptor: Descriptor {
    var descriptor = manifest.descriptor
    descriptor.annotations = manifest.annotations
    return descriptor
  }

  private struct Kind {
    let name: String
    let layer: String
    var annotations: [String: String] = [:]
  }

  private static let bundle = "application/vnd.dev.sigstore.bundle.v0.3+json"

  private static func type(of path: String) -> Kind? {
    if path == FolderSignature.defaultName {
      return Kind(
        name: bundle, layer: bundle,
        annotations: [
          Annotation.bundle: "dsse-envelope", Annotation.predicate: SignedFolder.predicateType,
        ])
    }
    let kinds = [
      (
        ".cdx.json",
        Kind(name: "application/vnd.cyclonedx+json", layer: "application/vnd.cyclonedx+json")
      ),
      (".spdx.json", Kind(name: "application/spdx+json", layer: "application/spdx+json")),
      (".intoto.jsonl", Kind(name: "application/vnd.in-toto+json", layer: "application/jsonl")),
      (
        ProvenanceRecord.suffix,
        Kind(name: "application/vnd.darkroom.provenance.v1+json", layer: "application/json")
      ),
    ]
    return kinds.first { path.hasSuffix($0.0) }?.1
  }
}

import Digests
import Files
import Pipeline
import Provenance
import Text

/// Puts a model's folder into a registry.
public struct RegistryPush: Sendable {
  /// The folder.
  public var folder: String
  /// Where it goes.
  public var reference: RegistryReference
  /// The public key that its signature is checked with; nil to check contents only.
  public var key: VerificationKey?
  /// When the model was made; nil for what its records say.
  public var created: Timestamp?
  /// Tags that are to name the model too, wherever they point now: `latest`.
  public var movingTags: [String] = []
  /// Whether a tag that names another model is left as it is, which fails then.
  public var isFixed = false
  /// How the registry is asked.
  public var connection: RegistryConnection
  /// The threads that hash.
  public var threads = Execution().threads
  /// Told how far it is: what is done, how many bytes, of how many.
  public var progress: (@Sendable (String, Int, Int) -> Void)?

  /// Describes what is put where.
  public init(
    _ folder: String, to reference: RegistryReference, key: VerificationKey? = nil,
    connection: RegistryConnection = RegistryConnection()
  ) {
    self.folder = folder
    self.reference = reference
    self.key = key
    self.connection = connection
  }

  /// How it went.
  public struct Outcome: Sendable {
    /// The model by its digest.
    public let reference: RegistryReference
    /// The tag that names it now.
    public let tag: String
    /// How many blobs it is made of, attachments included.
    public var blobCount = 0
    /// How many of them were sent, as they were not there.
    public var sentCount = 0
    /// Their bytes.
    public var sentBytes = 0
    /// How many manifests say something about it: signature, records, statements, bills of materials.
    public var attachmentCount = 0
    /// Whether the registry keeps the list of these; a tag does otherwise.
    public var hasReferrers = true
    /// What was found of the folder before.
    public var check = FolderCheck.Outcome()
  }

  /// Checks the folder and sends what is not there.
  ///
  /// - Throws: a `Failure`. The tag names the model only when all of it is there.
  public func run() throws -> Outcome {
    guard case .tag(let tag) = reference.effectiveVersion else {
      throw RegistryError.reference(
        "\(reference)", "names a digest, which follows from the files; name a tag")
    }
    let client = try RegistryClient(reference, connection, isPush: true)
    let progress = progress
    var check = FolderCheck(folder: folder, key: key)
    check.threads = threads
    let found = try check.run { progress?("verifying", $0, $1) }
    guard found.failed.isEmpty else {
      throw RegistryError.notVerified(folder, found.failed, "nothing was sent")
    }
    let package = try ModelPackage(folder: folder, created: created, key: key)
    let digest = package.descriptor.contents.digest
    var outcome = Outcome(reference: reference.at(.digest(digest)), tag: tag)
    outcome.check = found
    let current = try client.manifest(at: .tag(tag))?.descriptor.contents.digest
    if isFixed, let current, current != digest {
      throw RegistryError.taken(reference, current)
    }
    try send(package, client, &outcome)
    // Whoever looks a tag up finds what is attached to the model.
    if try !client.hasManifest(digest) {
      try client.put(
        package.manifest.bytes, mediaType: RegistryMediaType.manifest, at: "sha256:\(digest)")
    }
    try attach(package.attachments, of: package.descriptor, client, &outcome)
    for name in [tag] + movingTags
    where try client.manifest(at: .tag(name))?.descriptor.contents.digest != digest {
      try client.put(package.manifest.bytes, mediaType: RegistryMediaType.manifest, at: name)
    }
    return outcome
  }

  /// Attaches a withdrawal to the model that the reference names.
  ///
  /// - Parameter envelope: the statement as its publisher signed it.
  /// - Returns: the model by its digest.
  /// - Throws: a `Failure`, also where the reference names another model than the one of the statement.
  public static func attach(
    withdrawal envelope: [UInt8], to reference: RegistryReference, manifest: Digest,
    connection: RegistryConnection
  ) throws -> RegistryReference {
    let client = try RegistryClient(reference, connection, isPush: true)
    let model = try RemoteModel(client)
    let own = model.files.first { $0.path == ModelPackage.manifestName }?.blob.contents.digest
    guard own == manifest else { throw RegistryError.otherVersion(model.reference) }
    let attachment = Attachment(withdrawal: envelope, to: model.descriptor)
    let push = RegistryPush("", to: reference, connection: connection)
    var outcome = Outcome(reference: model.reference, tag: "")
    _ = try client.upload(
      LocalBlob(
        contents: attachment.manifest.config.contents, source: .bytes(Attachment.emptyConfig)))
    try push.attach([attachment], of: model.descriptor, client, &outcome)
    return model.reference
  }

  /// Sends blobs; the model is what a manifest makes of them, which comes after.
  private func send(
    _ package: ModelPackage, _ client: RegistryClient, _ outcome: inout Outcome
  ) throws {
    var blobs = package.files.map { file in
      LocalBlob(
        contents: file.blob.contents, source: .file(path: "\(folder)/\(file.path)"))
    }
    blobs.append(
      LocalBlob(contents: package.manifest.config.contents, source: .bytes(package.config)))
    if let empty = package.attachments.first?.manifest.config {
      blobs.append(LocalBlob(contents: empty.contents, source: .bytes(Attachment.emptyConfig)))
    }
    let total = blobs.reduce(0) { $0 + $1.contents.size }
    var done = 0
    var seen: Set<Digest> = []
    for blob in blobs {
      if seen.insert(blob.contents.digest).inserted {
        let before = done
        outcome.blobCount += 1
        if try client.upload(blob, progress: { progress?("pushing", before + $0, total) }) {
          outcome.sentCount += 1
          outcome.sentBytes += blob.contents.size
        }
      }
      done += blob.contents.size
      progress?("pushing", done, total)
    }
  }

  private func attach(
    _ attachments: [Attachment], of model: Descriptor, _ client: RegistryClient,
    _ outcome: inout Outcome
  ) throws {
    outcome.attachmentCount = attachments.count
    guard !attachments.isEmpty else { return }
    for attachment in attachments {
      if let bytes = attachment.bytes, let layer = attachment.manifest.layers.first {
        _ = try client.upload(LocalBlob(contents: layer.contents, source: .bytes(bytes)))
      }
      let descriptor = attachment.descriptor
      if try !client.hasManifest(descriptor.contents.digest) {
        try client.put(
          attachment.manifest.bytes, mediaType: RegistryMediaType.manifest, at: descriptor.reference
        )
      }
    }
    outcome.hasReferrers = try client.list(
      attachments.map(\.descriptor), of: model)
  }
}

import Digests
import Download
import Files
import Pipeline
import Provenance
import Registry
import Text

/// A version of a model by its documents: the one in a folder, in the store, or in a registry.
public struct ModelVersion {
  /// What messages call it.
  public let name: String
  /// What the records of its files say.
  let records: [ProvenanceRecord]
  /// Its files by their paths.
  let files: [String: Contents]

  /// Finds a version: `oci://HOST/NAME:TAG`, a model of the store, which is the one that was pulled,
  /// published or built, in this order, or a folder; what has a `/` in it is a folder.
  ///
  /// - Throws: a `Failure` where there is none, or it has no record.
  public init(
    _ text: String, in store: Store, _ connection: RegistryConnection = RegistryConnection()
  ) throws {
    name = text
    if text.hasPrefix(RegistryReference.prefix) {
      (files, records) = try ModelVersion.registry(try RegistryReference(text), connection)
    } else if !text.contains("/"), let found = try ModelVersion.files(of: text, in: store) {
      files = found
      records = try ModelVersion.records(of: found, in: store)
    } else {
      guard Folder.exists(text) else {
        throw PipelineError.unreadable(
          "\(text): is no model of the store and no folder; name one of `darkroom zoo list`, the folder of "
            + "a model, or \(RegistryReference.prefix)HOST/NAME:TAG")
      }
      let package = try ModelPackage(folder: text)
      files = ModelVersion.contents(package.files)
      records = try ModelVersion.records(in: text)
    }
    guard !records.isEmpty else {
      throw PipelineError.malformed(
        "\(text): has no record, which says what was measured of a model")
    }
  }

  /// The files of a model of the store; nil where it has none of that name.
  private static func files(of name: String, in store: Store) throws -> [String: Contents]? {
    try store.read(PulledEntry.self, name)?.files
      ?? store.read(PublicationEntry.self, name)?.files
      ?? store.read(ModelEntry.self, name)?.files
  }

  /// The records among some files of the store.
  static func records(
    of files: [String: Contents], in store: Store
  ) throws -> [ProvenanceRecord] {
    try files.sorted { $0.key < $1.key }.filter { $0.key.hasSuffix(ProvenanceRecord.suffix) }.map {
      path, contents in
      _ = try store.open(contents)
      do throws(DocumentError) {
        return try ProvenanceRecord(contentsOf: store.path(of: contents.digest))
      } catch { throw PipelineError.malformed("\(path): \(error)") }
    }
  }

  private static func records(in folder: String) throws -> [ProvenanceRecord] {
    let index = try RecordIndex([folder])
    try SeveralFailures.check(index.problems)
    return index.entries.map(\.record)
  }

  private static func contents(_ files: [ModelFile]) -> [String: Contents] {
    Dictionary(files.map { ($0.path, $0.blob.contents) }, uniquingKeysWith: { first, _ in first })
  }

  /// Brings the documents alone; which bytes its models have, the registry says by their digests.
  private static func registry(
    _ reference: RegistryReference, _ connection: RegistryConnection
  ) throws -> ([String: Contents], [ProvenanceRecord]) {
    let client = try RegistryClient(reference, connection)
    let model = try RemoteModel(client)
    let place = try Folder.createTemporary()
    defer { Folder.remove(place) }
    var pull = FolderPull(try model.offer(client), to: "\(place)/model", key: nil)
    pull.part = .documents
    _ = try pull.run()
    return (contents(model.files), try records(in: "\(place)/model"))
  }
}

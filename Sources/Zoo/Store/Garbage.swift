import Digests
import Files
import Pipeline

/// What in a store nothing refers to any more.
public struct Garbage: Sendable {
  /// A file to remove.
  public struct File: Hashable, Sendable {
    /// The path in the store.
    public let path: String
    /// Its size in bytes.
    public let size: Int
  }

  /// The files, sorted by path.
  public let files: [File]
  private let store: Store

  /// The bytes of all of them.
  public var size: Int { files.reduce(0) { $0 + $1.size } }

  /// Looks for what neither a model as it was built last or published, nor its sources refer to:
  /// results of steps that were replaced, files of them, and abandoned downloads. What was quarantined
  /// stays, as it says what went wrong.
  ///
  /// - Parameter store: one that nobody else uses.
  /// - Throws: a `Failure` when a document of the store is damaged: what it refers to is not
  ///   known then.
  public init(in store: Store) throws {
    self.store = store
    var kept: Set<Digest> = []
    var steps: Set<String> = []
    for name in try store.names(PullEntry.self) {
      kept.formUnion(
        try Garbage.listed(PullEntry.self, name, store).files.values.map(\.contents.digest))
    }
    for name in try store.names(PublicationEntry.self) {
      kept.formUnion(
        try Garbage.listed(PublicationEntry.self, name, store).files.values.map(\.digest))
    }
    for name in try store.names(PulledEntry.self) {
      kept.formUnion(
        try Garbage.listed(PulledEntry.self, name, store).files.values.map(\.digest))
    }
    for name in try store.names(ModelEntry.self) {
      let entry = try Garbage.listed(ModelEntry.self, name, store)
      kept.formUnion(entry.files.values.map(\.digest))
      for key in entry.steps.values {
        let name = StepEntry.name(key)
        steps.insert("steps/\(name).json")
        let step = try store.read(StepEntry.self, name)
        kept.formUnion(step?.outputs.values.map(\.digest) ?? [])
      }
    }
    let objects = Set(kept.map(Store.object))
    var files: [File] = []
    for folder in ["objects", "steps", "partial", StoreNames.incoming]
    where Folder.kind(of: folder, in: store.path) != .nothing {
      let tree = try FolderTree(path: "\(store.path)/\(folder)")
      for entry in tree.entries {
        if case .unreadable(let error) = entry.kind { throw error }
        let path = "\(folder)/\(entry.path)"
        guard case .file(let size) = entry.kind, !entry.isLink,
          StoreNames.isObject(path) && !objects.contains(path)
            || StoreNames.isStep(path) && !steps.contains(path)
            || folder == "partial" && StoreNames.downloadKey(entry.path) != nil
            || folder == StoreNames.incoming
        else { continue }
        files.append(File(path: path, size: size))
      }
    }
    self.files = files.sorted { $0.path < $1.path }
  }

  /// A document that is listed. Without it nothing is known of what it refers to.
  private static func listed<Document: StoreDocument>(
    _ type: Document.Type, _ name: String, _ store: Store
  ) throws -> Document {
    guard let document = try store.read(type, name) else {
      throw PipelineError.unreadable(
        "\(store.path(type, name)): is listed and cannot be read; nothing was removed")
    }
    return document
  }

  /// Removes them, and the folders that are empty then.
  public func remove() {
    for file in files {
      let path = "\(store.path)/\(file.path)"
      Folder.removeFile(path)
      Folder.removeEmpty(Folder.parent(of: path))
    }
  }
}

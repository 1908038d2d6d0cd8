import Files
import JSON
import Pipeline

/// The file that makes a folder a store: without it nothing in the folder is the program's.
struct StoreMark {
  /// What it is called.
  static let name = "darkroom-store.json"
  /// What it holds, for people and for later versions.
  private static let text = """
    {
      "description" : "This folder is a store of darkroom zoo, which removes what it no longer needs here; keep your own files elsewhere.",
      "schemaVersion" : 1
    }

    """

  private let folder: String
  private let file: FixedFile

  init(in folder: String) {
    self.folder = folder
    file = FixedFile(path: "\(folder)/\(StoreMark.name)", bytes: Array(StoreMark.text.utf8))
  }

  /// What a folder is.
  enum Finding: Hashable {
    /// A store.
    case store
    /// There is no folder, or it holds nothing.
    case vacant
    /// It holds only what a store does, but has no mark.
    case unmarked
    /// It holds other things, by their paths.
    case foreign([String])
  }

  /// Looks at a folder and changes nothing, but that it completes a mark that somebody was killed
  /// while writing, or is writing now.
  ///
  /// - Throws: a `Failure` when it cannot be looked at, or is of a later version.
  func find() throws -> Finding {
    var found = try file.state()
    if found == .whole { return .store }
    if found == .absent {
      guard Folder.exists(folder) else {
        guard !Folder.hasFile(folder) else {
          throw FileError(kind: .unwritable, path: folder, message: "is a file; name a folder")
        }
        return .vacant
      }
      if try Folder.isEmpty(folder) { return .vacant }
    }
    if case .other(let bytes) = found { try checkVersion(bytes) }
    let strangers = Result { () throws(FileError) in try StoreContents.strangers(in: folder) }
    // Somebody else may have made it a store since, and be working in it.
    found = try file.state()
    if found == .whole { return .store }
    switch (found, try strangers.get()) {
    case (.begun, []):
      // Nothing else is made before the mark is whole, so that here is either nothing else, or
      // an earlier store that is being marked.
      try file.write()
      return .store
    case (.absent, []): return .unmarked
    case (.other, let strangers): return .foreign([StoreMark.name] + strangers)
    case (_, let strangers): return .foreign(strangers)
    }
  }

  private func checkVersion(_ bytes: [UInt8]) throws(FileError) {
    guard let mark = try? JSONValue(parsing: bytes), let version = mark["schemaVersion"],
      DocumentVersion(version)?.number ?? 0 > 1
    else { return }
    throw FileError(
      kind: .unwritable, path: file.path, message: "is of a later version of darkroom; use that")
  }

  /// Marks a folder, which is made where it is not there.
  ///
  /// - Throws: a `Failure` (unwritable).
  func make() throws {
    try Folder.create(folder)
    try file.write()
  }
}

import Files
import JSON

/// Tells what stores hold from what they do not.
enum StoreContents {
  /// What of a folder no store would hold, by paths; a symbolic link is such a thing, whatever it is
  /// called.
  ///
  /// - Throws: `FileError` when the folder cannot be looked at.
  static func strangers(in path: String) throws(FileError) -> [String] {
    var strangers: [String] = []
    for name in try Folder.everything(in: path) where name != StoreMark.name {
      guard StoreNames.folders.contains(name), Folder.kind(of: name, in: path) == .folder else {
        strangers.append(name)
        continue
      }
      if name == "work" {
        for folder in try Folder.everything(in: "\(path)/work")
        where !WorkFolder.isOne(folder, in: "\(path)/work") {
          strangers.append("work/\(folder)")
        }
        continue
      }
      for entry in try FolderTree(path: "\(path)/\(name)").entries {
        let inner = "\(name)/\(entry.path)"
        if case .file = entry.kind, !entry.isLink, isOurs(inner, in: path) { continue }
        strangers.append(inner)
      }
    }
    return strangers.sorted()
  }

  /// Whether a file in one of the folders of a store is one of its own.
  private static func isOurs(_ path: String, in root: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let file = "\(root)/\(path)"
    switch (parts[0], parts.count) {
    case ("objects", _): return StoreNames.isObject(path)
    case ("steps", _): return StoreNames.isStep(path) && holds(StepEntry.self, file)
    case ("partial", 2): return StoreNames.downloadKey(parts[1]) != nil
    case ("locks", 2):
      return ["use", "work"].contains(parts[1]) || StoreNames.isTransientLock(parts[1])
    case (ModelEntry.folder, 2): return holds(ModelEntry.self, file)
    case (PullEntry.folder, 2): return holds(PullEntry.self, file)
    case (VerifiedEntry.folder, 2): return holds(VerifiedEntry.self, file)
    case (PulledEntry.folder, 2): return holds(PulledEntry.self, file)
    case (WithdrawnEntry.folder, 2): return holds(WithdrawnEntry.self, file)
    case (StoreNames.incoming, 3...): return parts[1].hasPrefix(".") || Recipe.isName(parts[1])
    case (PublicationEntry.folder, 2): return holds(PublicationEntry.self, file)
    case (QuarantineEntry.folder, 2):
      return StoreNames.isHash(parts[1]) || holds(QuarantineEntry.self, file)
    default: return false
    }
  }

  private static func holds<Document: StoreDocument>(_ type: Document.Type, _ path: String) -> Bool
  {
    guard path.hasSuffix(".json"), let file = try? MappedFile(path: path),
      file.count <= Store.largestDocument
    else { return false }
    return file.withUnsafeBytes { bytes in
      guard let tree = try? JSONValue(parsing: bytes, rules: Store.documentRules),
        let version = tree["schemaVersion"].flatMap({ DocumentVersion($0) })
      else { return false }
      // Of earlier versions nothing more is known.
      return version.number < Document.version
        || (try? JSONDecoding.decode(type, from: tree)) != nil
    }
  }
}

import Digests
import Download
import Files

/// Where a model is gathered before its folder appears: a hidden folder beside it,
/// `.NAME.darkroom-pull`, which a process that is killed leaves, and the next one goes on from.
///
/// In `model` are files that are whole, in `parts` those that are not, by their digests.
struct PullStage {
  /// The folder that is to appear.
  let target: String
  private let path: String
  private let lock: FileLock

  /// The folder that becomes the target.
  var folder: String { "\(path)/model" }
  private var parts: String { "\(path)/parts" }

  /// Waits until nobody else gathers the same folder.
  ///
  /// - Throws: a `Failure`.
  init(for target: String) throws {
    var target = target
    while target.utf8.count > 1, target.utf8.last == UInt8(ascii: "/") {
      target.unicodeScalars.removeLast()
    }
    let name = Folder.name(of: target)
    guard !["", ".", ".."].contains(name) else {
      throw RegistryError.target(target, "has no name of its own; name a folder that is to be made")
    }
    let parent = Folder.parent(of: target)
    try Folder.create(parent)
    self.target = target
    path = "\(parent)/.\(name).darkroom-pull"
    lock = try FileLock.acquire(folder: path)
  }

  /// Removes what is there and does not belong to some files, as from another version of the model.
  func clean(for files: [ModelFile]) throws {
    try Folder.create("model", in: path)
    try Folder.create("parts", in: path)
    let wanted = Set(files.map(\.path))
    for entry in try FolderTree(path: folder).entries where !wanted.contains(entry.path) {
      Folder.removeFile("\(folder)/\(entry.path)")
      Folder.removeEmptyParents(of: entry.path, in: folder)
    }
    let digests = Set(files.map { "\($0.blob.contents.digest)" })
    for name in Folder.allNames(in: parts)
    where ![".", ".."].contains(name) && !digests.contains(String(name.prefix { $0 != "." })) {
      Folder.removeFile("\(parts)/\(name)")
    }
  }

  /// Whether a file is there as it should be.
  func has(_ file: ModelFile) -> Bool {
    guard Folder.kind(of: file.path, in: folder) == .file(size: file.blob.contents.size) else {
      return false
    }
    return (try? Digest(ofFile: "\(folder)/\(file.path)")) == file.blob.contents.digest
  }

  /// Where the bytes of a file are gathered.
  func partial(_ file: ModelFile) -> PartialFile {
    PartialFile(path: "\(parts)/\(file.blob.contents.digest)")
  }

  /// Gives gathered bytes their names.
  func place(_ partial: PartialFile, as files: [ModelFile]) throws {
    for (index, file) in files.enumerated() {
      let path = "\(folder)/\(file.path)"
      try Folder.create(Folder.parent(of: "/\(file.path)"), in: folder)
      Folder.removeFile(path)
      if index == files.count - 1 {
        try Folder.move(partial.path, to: path)
      } else {
        try FilePlacement.place(partial.path, at: path, mayLink: false)
      }
      try Folder.flush(Folder.parent(of: path))
    }
  }

  /// Takes a copy of bytes that are on this machine; whether they are the right ones, `has` tells.
  func place(copyOf source: String, as file: ModelFile) {
    let path = "\(folder)/\(file.path)"
    guard (try? Folder.create(Folder.parent(of: "/\(file.path)"), in: folder)) != nil else {
      return
    }
    Folder.removeFile(path)
    _ = try? FilePlacement.place(source, at: path, mayLink: false)
  }

  /// Makes the folder appear, all of it at once.
  func publish() throws {
    try Folder.flush(folder)
    try Folder.move(folder, to: target)
    try Folder.flush(Folder.parent(of: target))
    discard()
  }

  /// Removes all that was gathered.
  func discard() {
    Folder.remove(path)
    withExtendedLifetime(lock) {}
  }
}

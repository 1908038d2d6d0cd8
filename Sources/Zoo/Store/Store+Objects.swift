import Digests
import Files
import Pipeline
import Text

extension Store {
  /// Where the bytes of a digest are, or would be.
  func path(of digest: Digest) -> String { "\(path)/\(Store.object(digest))" }

  /// The same within the store.
  static func object(_ digest: Digest) -> String {
    let text = digest.description
    return "objects/\(text.prefix(2))/\(text.dropFirst(2))"
  }

  /// Whether there are bytes under a digest; `verify` tells whether they are the right ones.
  func contains(_ digest: Digest) -> Bool {
    if case .file = Folder.kind(of: Store.object(digest), in: path) { return true }
    return false
  }

  /// Whether all of these are there.
  func contains(_ files: some Sequence<Contents>) -> Bool {
    files.allSatisfy { contains($0.digest) }
  }

  /// Moves a file into the store.
  ///
  /// - Parameters:
  ///   - file: a file on the file system of the store that nobody writes to any more.
  ///   - digest: its SHA-256 where that is known from having read it.
  /// - Throws: a `Failure`.
  func add(moving file: String, digest known: Digest? = nil) throws -> Contents {
    let mapped = try MappedFile(path: file)
    let digest = known ?? mapped.withUnsafeBytes { Digest(of: $0) }
    try settle(file, as: digest)
    return Contents(digest: digest, size: mapped.count)
  }

  /// Gives a whole file its place.
  private func settle(_ file: String, as digest: Digest) throws(FileError) {
    if contains(digest) {
      Folder.removeFile(file)
      return
    }
    try Folder.create(Folder.parent(of: Store.object(digest)), in: path)
    try FilePlacement.seal(file)
    try Folder.move(file, to: path(of: digest))
  }

  /// Opens stored bytes after hashing them.
  ///
  /// - Throws: a `Failure` (unreadable) where they are not there or were changed.
  func open(_ file: Contents) throws -> MappedFile {
    let digest = file.digest
    let place = path(of: digest)
    guard Folder.kind(of: Store.object(digest), in: path) != .other else {
      throw FileError(
        kind: .unreadable, path: place,
        message: "is reached by a symbolic link, which the store does not follow; remove that")
    }
    let mapped = try MappedFile(path: place)
    let found = mapped.withUnsafeBytes { Digest(of: $0) }
    guard found == digest else {
      throw FileError(
        kind: .unreadable, path: place,
        message: "was damaged: its SHA-256 is \(found), not \(digest); a verification of "
          + "the whole zoo quarantines such files, and the next build makes them again")
    }
    return mapped
  }

  /// Puts stored bytes under a name, checked.
  ///
  /// - Parameter mayLink: whether it may be the stored file itself, which nobody may write to then.
  func place(
    _ file: Contents, at target: String, mayLink: Bool = true
  ) throws {
    _ = try open(file)
    try Folder.create(Folder.parent(of: target))
    try FilePlacement.place(path(of: file.digest), at: target, mayLink: mayLink)
  }
}

import Glibc

/// Puts the contents of a file under another name without reading them where the file system can.
public enum FilePlacement {
  /// How a file came under its new name.
  public enum Way: Hashable, Sendable {
    /// The file system shares the blocks until one of both is changed.
    case clone
    /// Both names are the same file.
    case link
    /// The bytes were copied.
    case copy
  }

  /// `FICLONE` of `linux/fs.h`, which Swift cannot import as it is an expression of macros.
  private static let cloneRequest: UInt = 0x4004_9409

  /// Puts a file under a name that is not taken yet.
  ///
  /// - Parameter mayLink: whether both names may be the same file, which is right only where nobody
  ///   writes into it.
  /// - Throws: `FileError` when the file cannot be read or the name cannot be written.
  @discardableResult
  public static func place(
    _ source: String, at target: String, mayLink: Bool
  ) throws(FileError) -> Way {
    if try clone(source, to: target) { return .clone }
    if mayLink, link(source, target) == 0 { return .link }
    var file = try AtomicFile(path: target)
    var failure: FileError?
    try StreamedFile.read(source) { piece in
      do throws(FileError) {
        try file.write(piece)
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    try file.commit()
    return .copy
  }

  /// Makes a file read-only, and waits until it is on the disk.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func seal(_ path: String) throws(FileError) {
    let descriptor = uninterrupted { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw FileError(kind: .unwritable, path: path, errno: errno) }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o444) == 0, uninterrupted({ fsync(descriptor) }) == 0 else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
  }

  private static func clone(_ source: String, to target: String) throws(FileError) -> Bool {
    let input = uninterrupted { open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard input >= 0 else { throw FileError(kind: .unreadable, path: source, errno: errno) }
    defer { close(input) }
    let output = uninterrupted {
      open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard output >= 0 else { throw FileError(kind: .unwritable, path: target, errno: errno) }
    defer { close(output) }
    if ioctl(output, cloneRequest, input) == 0 { return true }
    unlink(target)
    return false
  }
}

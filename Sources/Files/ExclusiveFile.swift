import Glibc

/// A file that must not be there yet, such as a key that nothing may overwrite.
///
/// It appears whole, with its final permissions, and never in place of another file; it is never
/// readable by more people than it will be.
public enum ExclusiveFile {
  /// Who may read a file.
  public enum Access: Hashable, Sendable {
    /// The owner alone: mode 0600.
    case owner
    /// Whoever may read ordinary files.
    case ordinary
  }

  /// Writes a whole file at once.
  ///
  /// - Throws: `FileError` when something is at `path` already, a symbolic link to nothing included,
  ///   or it cannot be written.
  public static func write(
    _ bytes: [UInt8], to path: String, access: Access
  ) throws(FileError) {
    let temporary = try TemporaryFiles.shared.create(beside: path, for: path)
    defer {
      close(temporary.descriptor)
      unlink(temporary.path)
      TemporaryFiles.shared.forget(temporary)
    }
    let failure = bytes.withUnsafeBytes { buffer -> FileError? in
      do throws(FileError) {
        try temporary.append(buffer, for: path)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
    // mkstemp has made it the owner's alone.
    if access == .ordinary { temporary.makeOrdinary() }
    guard uninterrupted({ fsync(temporary.descriptor) }) == 0 else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
    // Unlike a renamed file, a linked one never takes the place of another.
    guard link(temporary.path, path) == 0 else {
      guard errno == EEXIST else {
        throw FileError(kind: .unwritable, path: path, errno: errno)
      }
      throw FileError(
        kind: .unwritable, path: path,
        message: "is there already and is not overwritten; choose another name or remove it")
    }
  }

  /// Removes a file again.
  public static func remove(_ path: String) { unlink(path) }
}

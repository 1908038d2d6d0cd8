import Glibc

extension Folder {
  /// Makes a symbolic link.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func link(_ path: String, to target: String) throws(FileError) {
    guard symlink(target, path) == 0 else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
  }
}

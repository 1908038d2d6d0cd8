import Glibc

/// What is at a path within a folder of the program's own, out of which no symbolic link leads.
public enum InnerKind: Hashable, Sendable {
  /// Nothing.
  case nothing
  /// An ordinary file.
  case file(size: Int)
  /// A folder.
  case folder
  /// A symbolic link, a device, a pipe; also in the place of a folder on the way; or something that
  /// cannot be looked at.
  case other
}

extension Folder {
  /// What is at a path within a folder; no symbolic link within it is followed.
  public static func kind(of path: String, in root: String) -> InnerKind {
    var place = root
    var kind = InnerKind.folder
    for part in parts(of: path) where !part.isEmpty {
      guard kind == .folder else { return .other }
      place += "/\(part)"
      var status = stat()
      // No failure is taken for an absence.
      guard lstat(place, &status) == 0 else { return errno == ENOENT ? .nothing : .other }
      kind =
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file(size: Int(status.st_size))
        case S_IFDIR: .folder
        default: .other
        }
    }
    return kind
  }

  /// Makes a folder within another one, and those between them.
  ///
  /// - Throws: `FileError.unwritable`, also where anything else, a symbolic link to a folder
  ///   included, is in the place of one.
  public static func create(_ path: String, in root: String) throws(FileError) {
    var place = root
    for part in parts(of: path) where !part.isEmpty {
      place += "/\(part)"
      if mkdir(place, 0o777) == 0 { continue }
      guard errno == EEXIST else {
        throw FileError(kind: .unwritable, path: place, errno: errno)
      }
      var status = stat()
      guard lstat(place, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw FileError(
          kind: .unwritable, path: place,
          message: "is no folder, and a symbolic link to one is not followed; move it away")
      }
    }
  }

  /// Removes the folders between a file and the folder that it was in, those that hold nothing.
  public static func removeEmptyParents(of path: String, in root: String) {
    var parts = Folder.parts(of: path).dropLast()
    while !parts.isEmpty, rmdir("\(root)/\(parts.joined(separator: "/"))") == 0 {
      parts.removeLast()
    }
  }
}

import Glibc

/// Everything in a folder and the folders within it, hidden files included; symbolic links are
/// looked at, not followed.
public struct FolderTree: Sendable {
  /// What is at a path.
  public enum Kind: Hashable, Sendable {
    /// An ordinary file with its size, behind a symbolic link or not.
    case file(size: Int)
    /// A symbolic link to a place outside of the folder.
    case outside(target: String)
    /// A symbolic link to a folder within the folder.
    case linkedFolder(target: String)
    /// A pipe, a socket or a device.
    case special(FileError)
    /// Something the system does not let be looked at; a link to nothing, for example.
    case unreadable(FileError)
    /// A name that is not UTF-8, which the path shows repaired.
    case unnamable
  }

  /// A file, or what is in the place of one.
  public struct Entry: Hashable, Sendable {
    /// The path in the folder, with `/`.
    public let path: String
    /// What is there.
    public let kind: Kind
    /// Whether it is reached by a symbolic link.
    public let isLink: Bool

    init(path: String, kind: Kind, isLink: Bool = false) {
      self.path = path
      self.kind = kind
      self.isLink = isLink
    }
  }

  /// The folder.
  public let path: String
  /// All that is not a folder, sorted by the bytes of the paths.
  public let entries: [Entry]

  /// Looks through a folder.
  ///
  /// - Throws: `FileError` when the folder itself cannot be read; what cannot be read within it is
  ///   among the entries.
  public init(path: String) throws(FileError) {
    guard let resolved = realpath(path, nil) else {
      throw FileError(kind: .unreadable, path: path, errno: errno)
    }
    let root = String(cString: resolved)
    free(resolved)
    self.path = path
    var entries: [Entry] = []
    var folders = [""]
    while let folder = folders.popLast() {
      do throws(FileError) {
        let prefix = folder.isEmpty ? "" : folder + "/"
        for name in try Folder.rawEntries(in: folder.isEmpty ? path : "\(path)/\(folder)") {
          guard let text = String(validating: name, as: UTF8.self) else {
            let repaired = prefix + String(decoding: name, as: UTF8.self)
            entries.append(Entry(path: repaired, kind: .unnamable))
            continue
          }
          let file = "\(path)/\(prefix)\(text)"
          if let kind = FolderTree.kind(file, root: root) {
            entries.append(
              Entry(path: prefix + text, kind: kind, isLink: FolderTree.isLink(file)))
          } else {
            folders.append(prefix + text)
          }
        }
      } catch {
        if folder.isEmpty { throw error }
        entries.append(Entry(path: folder, kind: .unreadable(error)))
      }
    }
    self.entries = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// What is at a path; nil for a folder.
  private static func kind(_ path: String, root: String) -> Kind? {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      return .unreadable(FileError(kind: .unreadable, path: path, errno: errno))
    }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard let resolved = realpath(path, nil) else {
        return .unreadable(FileError(kind: .unreadable, path: path, errno: errno))
      }
      let target = String(cString: resolved)
      free(resolved)
      let inside = root.hasSuffix("/") ? root : root + "/"
      guard target.utf8.starts(with: inside.utf8) else {
        return .outside(target: target)
      }
      guard stat(target, &status) == 0 else {
        return .unreadable(FileError(kind: .unreadable, path: path, errno: errno))
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        return .linkedFolder(
          target: String(decoding: target.utf8.dropFirst(inside.utf8.count), as: UTF8.self))
      }
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return nil
    case S_IFREG: return .file(size: Int(status.st_size))
    default: return .special(FileError(kind: .unreadable, path: path, notRegular: status))
    }
  }
}

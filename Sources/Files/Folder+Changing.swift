#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Folder {
  /// Removes a folder with all that is in it; symbolic links are removed, not followed. What cannot
  /// be removed stays.
  public static func remove(_ path: String) {
    for name in allNames(in: path) {
      let entry = "\(path)/\(name)"
      var status = stat()
      if lstat(entry, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        remove(entry)
      } else {
        unlink(entry)
      }
    }
    rmdir(path)
  }

  /// Removes a folder that holds nothing; any other one stays.
  public static func removeEmpty(_ path: String) { rmdir(path) }

  /// Removes a file.
  public static func removeFile(_ path: String) { unlink(path) }

  /// Gives a file another name on the same file system, in place of what is there.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func move(_ source: String, to target: String) throws(FileError) {
    guard rename(source, target) == 0 else {
      throw FileError(kind: .unwritable, path: target, errno: errno)
    }
    // Of two names of one file, the system leaves both.
    if FileIdentity(path: source) != nil { unlink(source) }
  }

  /// Makes a new folder with a name of its own that begins with `prefix`.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func createUnique(prefix: String) throws(FileError) -> String {
    var template = Array("\(prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw FileError(kind: .unwritable, path: prefix, errno: errno)
    }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Makes a path that does not depend on the current folder, symbolic links followed; nil where
  /// there is nothing.
  public static func absolute(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

extension Folder {
  /// Lets those into a folder whom any new folder lets in; `createUnique` lets its owner in alone.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func open(_ path: String) throws(FileError) {
    let mask = umask(0)
    umask(mask)
    guard chmod(path, 0o777 & ~mask) == 0 else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
  }
}

import CRename
import Glibc

extension Folder {
  /// Removes a folder with all that is in it; symbolic links are removed, not followed, also where
  /// one takes the place of a folder meanwhile. What cannot be removed stays.
  public static func remove(_ path: String) { remove(Array(path.utf8CString), in: AT_FDCWD) }

  private static func remove(_ name: [CChar], in parent: Int32) {
    let descriptor = uninterrupted {
      openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
    guard descriptor >= 0 else { return }
    guard let folder = fdopendir(descriptor) else {
      close(descriptor)
      return
    }
    // Names as bytes: one that is not UTF-8 is removed as well.
    var names: [[CChar]] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { start in
          Array(UnsafeBufferPointer(start: start, count: 256).prefix { $0 != 0 }) + [0]
        }
      }
      if name != [0x2E, 0], name != [0x2E, 0x2E, 0] { names.append(name) }
    }
    for name in names where unlinkat(descriptor, name, 0) != 0 { remove(name, in: descriptor) }
    closedir(folder)
    unlinkat(parent, name, AT_REMOVEDIR)
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

  /// Makes the names in a folder safe on the disk.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func flush(_ path: String) throws(FileError) {
    let descriptor = uninterrupted { Glibc.open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY) }
    guard descriptor >= 0 else { throw FileError(kind: .unwritable, path: path, errno: errno) }
    defer { close(descriptor) }
    // Some file systems cannot flush folders (EINVAL) and need not.
    guard uninterrupted({ fsync(descriptor) }) == 0 || errno == EINVAL else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
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

  /// Makes a folder for what is needed for a while, in `TMPDIR`; the caller removes it.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func createTemporary() throws(FileError) -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return try createUnique(prefix: "\(parent)/darkroom-")
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

extension Folder {
  /// Gives two names each other's folder, so that there is no moment in which one of them is not there.
  ///
  /// - Returns: false where the file system cannot; nothing was changed then.
  /// - Throws: `FileError.unwritable`.
  public static func exchange(_ one: String, with other: String) throws(FileError) -> Bool {
    if renameat2(AT_FDCWD, one, AT_FDCWD, other, rename_exchange) == 0 { return true }
    guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else {
      throw FileError(kind: .unwritable, path: other, errno: errno)
    }
    return false
  }
}

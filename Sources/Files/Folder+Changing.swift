#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Folder {
  /// Removes a folder with all that is in it; symbolic links are removed, not followed, also where
  /// one takes the place of a folder meanwhile. What cannot be removed stays.
  ///
  /// Folders in folders are first moved to the top, so that two descriptors do for any depth.
  public static func remove(_ path: String) {
    guard let top = DirectoryStream(Array(path.utf8CString), in: AT_FDCWD) else { return }
    var count = 0
    var folders = top.removeFiles()
    while let name = folders.popLast() {
      guard let folder = DirectoryStream(name, in: top.descriptor) else { continue }
      for inner in folder.removeFiles() {
        // Where something has the name already, or has no room for it, the folder stays.
        count += 1
        let moved = Array(".removed-\(count)".utf8CString)
        if renameat(folder.descriptor, inner, top.descriptor, moved) == 0 { folders.append(moved) }
      }
      unlinkat(top.descriptor, name, AT_REMOVEDIR)
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

/// An open folder, of which names are had as bytes: one that is not UTF-8 is removed as well.
private struct DirectoryStream: ~Copyable {
  private let stream: OpaquePointer
  let descriptor: Int32

  /// Opens a folder; nil where there is none, or a symbolic link.
  init?(_ name: [CChar], in parent: Int32) {
    descriptor = uninterrupted {
      openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
    guard descriptor >= 0 else { return nil }
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    self.stream = stream
  }

  deinit { closedir(stream) }

  /// Removes what is no folder, and gives the names of the rest.
  func removeFiles() -> [[CChar]] {
    var names: [[CChar]] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { start in
          Array(UnsafeBufferPointer(start: start, count: 256).prefix { $0 != 0 }) + [0]
        }
      }
      if name != [0x2E, 0], name != [0x2E, 0x2E, 0] { names.append(name) }
    }
    return names.filter { unlinkat(descriptor, $0, 0) != 0 }
  }
}

import Glibc

/// A file being written that appears under its name only when it is whole.
///
/// Bytes go to a temporary file in the same folder; `commit()` flushes it to the disk and renames
/// it. An object that is dropped before that removes its temporary file and leaves the old file,
/// if there was one, untouched. Behind a symbolic link it is the file that is replaced, not the
/// link; folders, devices and pipes are never replaced, nor are `FilesInUse`.
public struct AtomicFile: ~Copyable {
  private let path: String
  /// Where the file appears: `path` with symbolic links followed.
  private let target: String
  private let temporary: TemporaryFiles.File
  private let isUpdate: Bool
  private var isCommitted = false

  /// Creates the temporary file beside `path`.
  ///
  /// - Parameter isUpdate: whether the new file is the one that was read, with changes.
  /// - Throws: `FileError` when the folder does not exist or may not be written, or when there is
  ///   something other than a file at `path`, or one in use.
  public init(path: String, isUpdate: Bool = false) throws(FileError) {
    let target = try AtomicFile.target(of: path, isUpdate: isUpdate)
    let temporary = try TemporaryFiles.shared.create(beside: target, for: path)
    self.path = path
    self.target = target
    self.isUpdate = isUpdate
    self.temporary = temporary
    temporary.makeOrdinary()
  }

  private static func target(of path: String, isUpdate: Bool) throws(FileError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard !path.isEmpty else {
        throw FileError(kind: .unwritable, path: path, message: "is no file name; give one")
      }
      guard errno == ENOENT else {
        throw FileError(kind: .unwritable, path: path, errno: errno)
      }
      guard lstat(path, &status) != 0 else {
        throw FileError(
          kind: .unwritable, path: path,
          message:
            "is a symbolic link to nothing; remove it, or name the file that it is to lead to")
      }
      return path
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(kind: .unwritable, path: path, notRegular: status)
    }
    if !isUpdate { try FilesInUse.shared.check(status, path) }
    guard let resolved = realpath(path, nil) else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  deinit {
    close(temporary.descriptor)
    if !isCommitted { unlink(temporary.path) }
    TemporaryFiles.shared.forget(temporary)
  }

  /// Appends bytes.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try temporary.append(bytes, for: path)
  }

  /// Appends the bytes of elements in memory order.
  public mutating func write<Element: BitwiseCopyable>(
    _ elements: [Element]
  ) throws(FileError) {
    let failure = elements.withUnsafeBytes { buffer -> FileError? in
      do throws(FileError) {
        try write(buffer)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  /// Appends text as UTF-8.
  public mutating func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
  }

  /// Makes the file appear under its name.
  public consuming func commit() throws(FileError) {
    var status = stat()
    // Since it was created, what is there may have been read, or written under another name.
    if !isUpdate, stat(target, &status) == 0 { try FilesInUse.shared.check(status, path) }
    guard uninterrupted({ fsync(temporary.descriptor) }) == 0, rename(temporary.path, target) == 0
    else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
    isCommitted = true
    FilesInUse.shared.add(target)
  }

  /// Writes a whole file at once.
  ///
  /// - Parameter isUpdate: whether it is the file that was read, with changes.
  public static func write(
    _ bytes: [UInt8], to path: String, isUpdate: Bool = false
  ) throws(FileError) {
    var file = try AtomicFile(path: path, isUpdate: isUpdate)
    try file.write(bytes)
    try file.commit()
  }

  /// Writes several files, none of which appears before all of them are written.
  public static func write(
    _ files: some Collection<(path: String, bytes: [UInt8])>
  ) throws(FileError) {
    guard let first = files.first else { return }
    var file = try AtomicFile(path: first.path)
    try file.write(first.bytes)
    try write(Array(files.dropFirst()))
    try file.commit()
  }

  /// Checks that a file can be created, before work is done whose result goes into it.
  public static func check(_ path: String) throws(FileError) {
    _ = try AtomicFile(path: path)
  }
}

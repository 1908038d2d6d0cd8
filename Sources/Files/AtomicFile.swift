#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file being written that appears under its name only when it is whole.
///
/// Bytes go to a temporary file in the same folder; `commit()` flushes it to the disk and renames
/// it. An object that is dropped before that removes its temporary file and leaves the old file,
/// if there was one, untouched.
public struct AtomicFile: ~Copyable {
  private let path: String
  private let temporaryPath: String
  private let descriptor: Int32
  private var isCommitted = false

  /// Creates the temporary file beside `path`.
  ///
  /// - Throws: `FileError` when the folder does not exist or may not be written.
  public init(path: String) throws(FileError) {
    self.path = path
    var template = Array("\(path).XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      let code = errno
      temporaryPath = ""
      throw FileError(kind: .unwritable, path: path, errno: code)
    }
    temporaryPath = template.withUnsafeBufferPointer { buffer in
      String(decoding: buffer.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    // mkstemp makes the file private; a finished artifact has the ordinary permissions.
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
    TemporaryFiles.shared.insert(temporaryPath)
  }

  deinit {
    close(descriptor)
    if !isCommitted { unlink(temporaryPath) }
    TemporaryFiles.shared.remove(temporaryPath)
  }

  /// Appends bytes.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let written = unistdWrite(descriptor, start, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw FileError(kind: .unwritable, path: path, errno: errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
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
    guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
    isCommitted = true
  }

  /// Writes a whole file at once.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    var file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }
}

/// The system's `write`, whose name the methods above hide.
private func unistdWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}

import Glibc

/// A file whose contents are known before anybody writes them.
///
/// Whoever writes it writes the same bytes to the same places, so that several processes may do so
/// at once; where one is killed in the middle, the next one finds a beginning and completes it.
public struct FixedFile: Sendable {
  /// The file.
  public let path: String
  /// What it is to hold.
  public let bytes: [UInt8]

  /// Names a file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// How much of it is there.
  public enum State: Hashable, Sendable {
    /// Nothing is at the path.
    case absent
    /// An ordinary file that holds the beginning, or nothing.
    case begun
    /// All of it.
    case whole
    /// Something else: of a file the first bytes, at most 64 kB.
    case other([UInt8])
  }

  /// Looks at the path; a symbolic link is something else, whatever it leads to.
  ///
  /// - Throws: `FileError.unreadable`.
  public func state() throws(FileError) -> State {
    let descriptor = uninterrupted {
      open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    }
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: return .absent
      case ELOOP, ENXIO: return .other([])
      default: throw FileError(kind: .unreadable, path: path, errno: errno)
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(kind: .unreadable, path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return .other([]) }
    let limit = 1 << 16
    var code: Int32 = 0
    let found = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while count < limit, let start = buffer.baseAddress {
        let got = uninterrupted { read(descriptor, start + count, limit - count) }
        guard got > 0 else {
          code = got < 0 ? errno : 0
          return
        }
        count += got
      }
    }
    guard code == 0 else { throw FileError(kind: .unreadable, path: path, errno: code) }
    if found == bytes { return .whole }
    return bytes.starts(with: found) ? .begun : .other(found)
  }

  /// Writes it, or what of it is not there yet.
  ///
  /// - Throws: `FileError.unwritable`, also where something else is at the path.
  public func write() throws(FileError) {
    if case .other = try state() {
      throw FileError(kind: .unwritable, path: path, message: "holds something else; move it away")
    }
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
    let descriptor = uninterrupted { open(path, flags, 0o666) }
    guard descriptor >= 0 else {
      if errno == ELOOP { throw FileError(notFollowed: path) }
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
    defer { close(descriptor) }
    var offset = 0
    while offset < bytes.count {
      let count = bytes[offset...].withUnsafeBytes { rest in
        uninterrupted { pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset)) }
      }
      guard count > 0 else { throw FileError(kind: .unwritable, path: path, errno: errno) }
      offset += count
    }
    guard uninterrupted({ fsync(descriptor) }) == 0 else {
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
  }
}

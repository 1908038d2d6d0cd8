#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A lock that processes, and the threads of one, share by the name of a file.
///
/// It holds as long as the object lives. When its holder ends, however it ends, the system frees it.
public final class FileLock: Sendable {
  /// How it is shared.
  public enum Mode: Hashable, Sendable {
    /// With others of this mode.
    case shared
    /// With nobody.
    case exclusive
  }

  private let descriptor: Int32
  /// The file to remove with the lock; nil for one that stays.
  private let removed: String?

  private init(descriptor: Int32, removed: String?) {
    self.descriptor = descriptor
    self.removed = removed
  }

  deinit {
    // Whoever waits for the removed file finds out and makes a new one.
    if let removed { unlink(removed) }
    close(descriptor)
  }

  /// Waits for the lock.
  ///
  /// - Parameter isTransient: whether its file goes with it; only for `exclusive`.
  /// - Throws: `FileError.unwritable` when the file cannot be made.
  public static func acquire(
    _ path: String, _ mode: Mode, isTransient: Bool = false
  ) throws(FileError) -> FileLock {
    while true {
      if let lock = try attempt(path, mode, isTransient: isTransient, waits: true) { return lock }
    }
  }

  /// Takes the lock if nobody holds it.
  ///
  /// - Throws: `FileError.unwritable` when the file cannot be made.
  public static func acquireNow(
    _ path: String, _ mode: Mode, isTransient: Bool = false
  ) throws(FileError) -> FileLock? {
    try attempt(path, mode, isTransient: isTransient, waits: false)
  }

  /// Nil when it is held, or was just removed.
  private static func attempt(
    _ path: String, _ mode: Mode, isTransient: Bool, waits: Bool
  ) throws(FileError) -> FileLock? {
    let descriptor = uninterrupted { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { throw FileError(kind: .unwritable, path: path, errno: errno) }
    let operation = (mode == .shared ? LOCK_SH : LOCK_EX) | (waits ? 0 : LOCK_NB)
    while flock(descriptor, operation) != 0 {
      let code = errno
      if code == EINTR { continue }
      close(descriptor)
      if code == EWOULDBLOCK { return nil }
      throw FileError(kind: .unwritable, path: path, errno: code)
    }
    var (held, named) = (stat(), stat())
    errno = 0
    guard fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino else {
      let code = errno
      close(descriptor)
      // Whoever held it may have removed the file; anything else would come again and again.
      if code == 0 || code == ENOENT { return nil }
      throw FileError(kind: .unwritable, path: path, errno: code)
    }
    return FileLock(descriptor: descriptor, removed: isTransient ? path : nil)
  }
}

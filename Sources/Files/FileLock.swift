import Glibc

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
  /// Whether it keeps others away; false on a file system that has no locks, as some networks' have
  /// not.
  public let isHeld: Bool
  /// The file to remove with the lock; nil for one that stays.
  private let removed: String?

  private init(descriptor: Int32, removed: String?, isHeld: Bool = true) {
    self.descriptor = descriptor
    self.isHeld = isHeld
    self.removed = removed
  }

  deinit {
    // Whoever waits for the removed file finds out and makes a new one.
    if let removed { unlink(removed) }
    close(descriptor)
  }

  /// Waits for the lock.
  ///
  /// Where the file system has none, what is given back is not held: whoever asks has to do what is
  /// right without it.
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

  /// Takes the lock if nobody holds it; where the file system has no locks, that is not known, and
  /// there is none.
  ///
  /// - Throws: `FileError.unwritable` when the file cannot be made.
  public static func acquireNow(
    _ path: String, _ mode: Mode, isTransient: Bool = false
  ) throws(FileError) -> FileLock? {
    try attempt(path, mode, isTransient: isTransient, waits: false)
  }

  /// Waits until nobody else holds a folder, which is made where it is not there; nothing is put
  /// into it.
  ///
  /// A file system that knows no locks of folders, as some networks', gives one all the same.
  ///
  /// - Throws: `FileError.unwritable` when the folder cannot be made or opened.
  public static func acquire(folder path: String) throws(FileError) -> FileLock {
    while true {
      try Folder.create(path)
      let descriptor = uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
      if descriptor < 0, errno == ENOENT { continue }
      guard descriptor >= 0 else { throw FileError(kind: .unwritable, path: path, errno: errno) }
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      let lock = FileLock(descriptor: descriptor, removed: nil)
      var (held, named) = (stat(), stat())
      guard fstat(descriptor, &held) == 0, stat(path, &named) == 0 else {
        if errno == ENOENT { continue }
        throw FileError(kind: .unwritable, path: path, errno: errno)
      }
      // Whoever had it may have removed it.
      if (held.st_dev, held.st_ino) == (named.st_dev, named.st_ino) { return lock }
    }
  }

  /// Nil when it is held, or was just removed.
  private static func attempt(
    _ path: String, _ mode: Mode, isTransient: Bool, waits: Bool
  ) throws(FileError) -> FileLock? {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
    let descriptor = uninterrupted { open(path, flags, 0o666) }
    guard descriptor >= 0 else {
      if errno == ELOOP { throw FileError(notFollowed: path) }
      throw FileError(kind: .unwritable, path: path, errno: errno)
    }
    let operation = (mode == .shared ? LOCK_SH : LOCK_EX) | (waits ? 0 : LOCK_NB)
    var isHeld = true
    while flock(descriptor, operation) != 0 {
      let code = errno
      if code == EINTR { continue }
      let areMissing = [ENOLCK, EOPNOTSUPP, ENOSYS].contains(code)
      if areMissing, waits {
        isHeld = false
        break
      }
      close(descriptor)
      if code == EWOULDBLOCK || areMissing { return nil }
      throw FileError(kind: .unwritable, path: path, errno: code)
    }
    var (held, named) = (stat(), stat())
    errno = 0
    guard fstat(descriptor, &held) == 0, lstat(path, &named) == 0, held.st_ino == named.st_ino
    else {
      let code = errno
      close(descriptor)
      // Whoever held it may have removed the file; anything else would come again and again.
      if code == 0 || code == ENOENT { return nil }
      throw FileError(kind: .unwritable, path: path, errno: code)
    }
    return FileLock(descriptor: descriptor, removed: isTransient ? path : nil, isHeld: isHeld)
  }
}

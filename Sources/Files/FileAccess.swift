import Glibc

/// Who may use a file besides its owner.
public enum FileAccess: Hashable, Sendable {
  /// Nobody.
  case closed
  /// The user owns the file, and others may read or write it.
  case ownAndOpen
  /// Somebody else owns the file, and others than its owner may read or write it.
  case anothersAndOpen

  /// Looks at the file behind a path; one that is not there is closed.
  public init(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & 0o077 != 0 else {
      self = .closed
      return
    }
    self = status.st_uid == geteuid() ? .ownAndOpen : .anothersAndOpen
  }
}

/// Which file a path leads to; equal for two names of the same file.
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// The file behind a path, symbolic links followed; nil when there is none.
  public init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}

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

import Glibc
import Text

/// A file operation the system refused.
public struct FileError: Failure, LinedError, Hashable, Sendable {
  /// What was being attempted, which decides how callers answer.
  public enum Kind: Hashable, Sendable {
    /// The file does not exist, is a folder, or may not be read.
    case unreadable
    /// The file cannot be created, written or renamed.
    case unwritable
  }

  /// Whether reading or writing failed.
  public let kind: Kind
  /// The file as the caller named it.
  public let path: String
  /// What the system said and what to do about it.
  public let message: Lines
  /// Whether it says nothing of the file but something of the machine: its disk fails, or it has no
  /// memory or no descriptors left. Nobody may go on as if there were no such file.
  public let isOfMachine: Bool
  /// What else is wrong, each with a line of its own.
  public private(set) var others: [FileError] = []

  /// Creates an error with a message of one's own.
  public init(kind: Kind, path: String, message: Lines) {
    self.init(kind: kind, path: path, message: message, isOfMachine: false)
  }

  private init(kind: Kind, path: String, message: Lines, isOfMachine: Bool) {
    self.kind = kind
    self.path = path
    self.message = message
    self.isOfMachine = isOfMachine
  }

  /// - Throws: the first of some errors, with the others, where there are any.
  public static func check(_ errors: [FileError]) throws(FileError) {
    guard var first = errors.first else { return }
    first.others = Array(errors.dropFirst())
    throw first
  }

  /// Creates an error from the C library's error number.
  public init(kind: Kind, path: String, errno code: Int32) {
    let reason = String(cString: strerror(code))
    let remedy = FileError.remedy(for: code, kind)
    self.init(
      kind: kind, path: path, message: remedy.map { "\(reason); \($0)" } ?? Lines(reason),
      isOfMachine: [EIO, EMFILE, ENFILE, ENOMEM].contains(code))
  }

  /// Creates an error about something that is not an ordinary file.
  init(kind: Kind, path: String, notRegular status: stat) {
    let found =
      switch status.st_mode & S_IFMT {
      case S_IFDIR: "a folder"
      case S_IFIFO: "a pipe"
      case S_IFSOCK: "a socket"
      default: "a device"
      }
    self.init(kind: kind, path: path, message: "is \(found), where an ordinary file is needed")
  }

  /// Creates an error about a symbolic link where none is followed.
  init(notFollowed path: String) {
    self.init(
      kind: .unwritable, path: path,
      message: "is a symbolic link, which is not followed here; remove it")
  }

  /// `path: message`, a line each.
  public var lines: Lines {
    ([self] + others).map { "\($0.path.isEmpty ? "''" : $0.path): \($0.message)" as Lines }.joined()
  }

  /// What to do about it, where that is not plain from the system's words.
  private static func remedy(for code: Int32, _ kind: Kind) -> Lines? {
    switch (code, kind) {
    case (ENOENT, .unwritable): "create the folder first"
    case (EACCES, _), (EPERM, _), (EROFS, _): "check the permissions"
    case (ENOTDIR, _): "a file is in the place of a folder"
    case (EEXIST, .unwritable): "a file is in the place of the folder; choose another name"
    case (ELOOP, _): "a symbolic link leads back to itself"
    case (ENOSPC, _), (EDQUOT, _): "make room or write elsewhere"
    case (EMFILE, _), (ENFILE, _): "too few files may be open at a time; raise `ulimit -n`"
    case (ENOMEM, _): "more memory is needed; look at `ulimit -v`"
    case (EIO, _): "the disk or the network to it fails; see the system's log"
    case (EFBIG, _): "it is larger than the system or `ulimit -f` allows"
    default: nil
    }
  }
}

extension FileError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch kind {
    case .unreadable: .unreadable
    case .unwritable: .unwritable
    }
  }
}

/// Asks the system again as long as a signal came between, which is no failure.
///
/// - Parameter call: a call of the system that gives -1 and sets `errno` when it fails.
public func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

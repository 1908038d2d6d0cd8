#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file operation the system refused.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
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
  public let message: String

  /// Creates an error with a message of one's own.
  public init(kind: Kind, path: String, message: String) {
    self.kind = kind
    self.path = path
    self.message = message
  }

  /// Creates an error from the C library's error number.
  init(kind: Kind, path: String, errno code: Int32) {
    self.init(kind: kind, path: path, message: String(cString: strerror(code)))
  }

  /// `path: message`.
  public var description: String { "\(path): \(message)" }
}

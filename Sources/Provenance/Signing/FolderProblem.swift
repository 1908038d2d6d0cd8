import Digests
import Files

/// Something in a folder that was not signed so, or that cannot be signed.
public struct FolderProblem: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// The file was signed but is not there.
    case missing
    /// The file was signed with other contents.
    case changed(signed: Digest, found: Digest)
    /// The file was not signed.
    case added
    /// A symbolic link, whose target may change without a trace.
    case symbolicLink
    /// A pipe, a socket or a device.
    case special
    /// The name is not UTF-8.
    case unspeakable
    /// The system does not let it be read.
    case unreadable(FileError)
  }

  /// The path with `/`, relative to the folder.
  public let path: String
  /// What is wrong.
  public let kind: Kind

  /// `path: what is wrong`.
  public var description: String { "\(path): \(words)" }

  private var words: String {
    switch kind {
    case .missing: "was signed but is not there"
    case .changed(let signed, let found):
      "was changed: its SHA-256 is \(found), signed was \(signed)"
    case .added: "was not signed; remove it or sign the folder again"
    case .symbolicLink: "is a symbolic link, which is not signed; put the file itself there"
    case .special: "is no ordinary file and cannot be signed; remove it"
    case .unspeakable: "has a name that is not UTF-8 and cannot be signed; rename it"
    case .unreadable(let error): error.message
    }
  }
}

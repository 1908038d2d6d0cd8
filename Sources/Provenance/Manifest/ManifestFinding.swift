import Text

/// Something that is not as a manifest says, or should not be in a folder.
public struct ManifestFinding: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The manifest lists it, but it is not there.
    case missing
    /// Its size or its contents are others.
    case changed
    /// It is there, but the manifest does not list it.
    case extra
    /// The system does not let it be read, or it is no ordinary file.
    case unreadable
    /// A symbolic link leads out of the folder, or to a folder.
    case link
    /// The path leads out of the folder, or means different files on different systems.
    case path
    /// Some file system takes it for another file that is listed.
    case duplicate
  }

  /// The path in the folder.
  public let path: String
  /// What is wrong.
  public let kind: Kind
  /// What was found and what was expected.
  public let message: String

  /// `kind: path: message`.
  public var description: String { "\(kind.rawValue): \(shown(path)): \(message)" }

  /// The object of a report.
  public var json: JSONValue {
    .object(["path": .text(path), "kind": .text(kind.rawValue), "message": .text(message)])
  }
}

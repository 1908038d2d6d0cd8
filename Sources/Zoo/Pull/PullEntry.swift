import Digests

/// Which bytes a model is made from.
public struct PullEntry: StoreDocument, Hashable {
  static let folder = "sources"

  /// A file that goes in.
  public struct File: Codable, Hashable, Sendable {
    /// What it is called.
    public var file: String
    /// Its bytes.
    public var contents: Contents
    /// Where the bytes are from, when the recipe had no hash of them: they are to be reviewed.
    public var firstUse: String?
  }

  /// The version of its form.
  public var schemaVersion = 1
  /// The files by their roles: `cfg`, `weights`, `names`.
  public var files: [String: File]
}

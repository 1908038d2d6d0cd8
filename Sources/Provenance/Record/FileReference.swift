import Digests

/// A file by what is in it; its name is only a hint where it may be found.
public struct FileReference: Hashable, Sendable {
  /// The name without folders, or a path with `/` relative to the record.
  public var name: String
  /// The SHA-256 of its contents.
  public var digest: Digest
  /// The size in bytes.
  public var size: Int
  /// The media type, for example `application/json`; nil where it is not known.
  public var mediaType: String?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Names a file.
  public init(name: String, digest: Digest, size: Int, mediaType: String? = nil) {
    self.name = name
    self.digest = digest
    self.size = size
    self.mediaType = mediaType
  }
}

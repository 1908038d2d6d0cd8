import Digests
import Files
import JSON

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

extension FileReference {
  /// Hashes a file and calls it by its name without folders.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public init(hashing path: String, mediaType: String? = nil) throws(FileError) {
    self.init(path, try MappedFile(path: path), mediaType: mediaType)
  }

  /// Hashes a file that is open already.
  public init(_ path: String, _ file: MappedFile, mediaType: String? = nil) {
    let name = Folder.name(of: path)
    self.init(
      name: name, digest: Digest(of: file), size: file.count,
      mediaType: mediaType ?? MediaType.of(name))
  }

  /// Hashes the bytes of a file, and calls it by its name without folders.
  public init(_ path: String, bytes: UnsafeRawBufferPointer, mediaType: String? = nil) {
    let name = Folder.name(of: path)
    self.init(
      name: name, digest: Digest(of: bytes), size: bytes.count,
      mediaType: mediaType ?? MediaType.of(name))
  }
}

extension FileReference: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    guard let file = FileReference(taking: &reader, &problems) else { return nil }
    self = file
    others = reader.rest
  }

  /// Takes the fields of a file from an object that holds others as well.
  init?(taking reader: inout ObjectReader, _ problems: inout DocumentProblems) {
    let name = reader.text("name", &problems)
    let digest = reader.digest("sha256", &problems)
    let size = reader.size("size", &problems)
    mediaType = reader.optionalText("mediaType", &problems)
    guard let name, let digest, let size else { return nil }
    self.name = name
    self.digest = digest
    self.size = size
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    set(in: &builder)
    return builder.json
  }

  /// Sets the fields of a file in an object that holds others as well.
  func set(in builder: inout ObjectBuilder) {
    for (key, value) in others { builder.set(key, value) }
    builder.set("name", name)
    builder.set("sha256", digest)
    builder.set("size", size)
    builder.set("mediaType", mediaType)
  }
}

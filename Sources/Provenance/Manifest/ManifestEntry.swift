import Digests
import Files
import JSON

/// What a manifest says of a file.
public struct ManifestEntry: Hashable, Sendable {
  /// The path in the folder, with `/`.
  public var path: String
  /// The size in bytes.
  public var size: Int
  /// The SHA-256 of the contents.
  public var digest: Digest
  /// The media type.
  public var mediaType: String
  /// What the file is: `model`, `record`, or the role of a material; nil where it is not known.
  public var role: String?
  /// Its licence.
  public var license: LicenseStatement
  /// The path of the record that says so; nil where there is none.
  public var record: String?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a file.
  public init(
    path: String, size: Int, digest: Digest, mediaType: String, role: String? = nil,
    license: LicenseStatement = .noAssertion, record: String? = nil
  ) {
    self.path = path
    self.size = size
    self.digest = digest
    self.mediaType = mediaType
    self.role = role
    self.license = license
    self.record = record
  }

  /// The name without folders.
  public var name: String { Folder.name(of: path) }
}

extension ManifestEntry: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let path = reader.text("path", &problems)
    let size = reader.size("size", &problems)
    let digest = reader.digest("sha256", &problems)
    let mediaType = reader.text("mediaType", &problems)
    role = reader.optionalText("role", &problems)
    license = reader.license("license", &problems)
    record = reader.optionalText("record", &problems)
    others = reader.rest
    guard let path, let size, let digest, let mediaType else { return nil }
    self.path = path
    self.size = size
    self.digest = digest
    self.mediaType = mediaType
  }

  /// The object, as in the manifest.
  public var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("path", path)
    builder.set("size", size)
    builder.set("sha256", digest)
    builder.set("mediaType", mediaType)
    builder.set("role", role)
    builder.set("license", license.description)
    builder.set("record", record)
    return builder.json
  }
}

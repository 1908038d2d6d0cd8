import Digests
import JSON

/// A blob or manifest by its digest (OCI image specification 1.1).
public struct Descriptor: Hashable, Sendable {
  /// What it is.
  public var mediaType: String
  /// Its bytes.
  public var contents: Contents
  /// What kind of artifact the manifest is of; nil for blobs.
  public var artifactType: String?
  /// What is said of it.
  public var annotations: [String: String]

  /// Describes bytes.
  public init(
    mediaType: String, contents: Contents, artifactType: String? = nil,
    annotations: [String: String] = [:]
  ) {
    self.mediaType = mediaType
    self.contents = contents
    self.artifactType = artifactType
    self.annotations = annotations
  }

  /// The digest as registries write it.
  public var reference: String { "sha256:\(contents.digest)" }

  /// Reads an object; nil for what is none, has a digest of another kind, or a size that is none.
  init?(_ value: JSONValue) {
    guard let mediaType = value["mediaType"]?.text, let text = value["digest"]?.text,
      text.hasPrefix("sha256:"), let digest = Digest(hexadecimal: text.dropFirst("sha256:".count)),
      case .number(let number)? = value["size"], let size = number.whole, size >= 0
    else { return nil }
    self.init(
      mediaType: mediaType, contents: Contents(digest: digest, size: size),
      artifactType: value["artifactType"]?.text,
      annotations: (value["annotations"]?.members ?? [:]).compactMapValues(\.text))
  }

  /// The object.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "mediaType": .text(mediaType), "digest": .text(reference), "size": .whole(contents.size),
    ]
    if let artifactType { members["artifactType"] = .text(artifactType) }
    if !annotations.isEmpty {
      members["annotations"] = .object(annotations.mapValues { .text($0) })
    }
    return .object(members)
  }
}

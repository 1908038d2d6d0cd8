import Digests
import JSON
import Text

/// A file or something else that a statement refers to: in-toto's ResourceDescriptor v1,
/// https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md
struct ResourceDescriptor {
  var name: String?
  /// Where it can be had, or what it is called across systems.
  var uri: String?
  var digest: Digest?
  /// The thing itself, where it is small.
  var content: [UInt8]?
  var mediaType: String?
  var annotations: [String: JSONValue] = [:]

  var json: JSONValue {
    var builder = ObjectBuilder()
    builder.set("name", name)
    builder.set("uri", uri)
    if let digest { builder.set("digest", ["sha256": .text(digest.description)]) }
    builder.set("content", content.map { Base64.text(of: $0) })
    builder.set("mediaType", mediaType)
    builder.set("annotations", annotations)
    return builder.json
  }
}

extension ResourceDescriptor {
  /// A file in a role.
  init(_ file: FileReference, role: String, uris: [String] = []) {
    self.init(
      name: file.name, uri: uris.first.map(PercentEncoding.address), digest: file.digest,
      mediaType: file.mediaType,
      annotations: ["role": .text(role), "size": .whole(file.size)])
  }

  /// A file in a role, with its licence and who is to be credited.
  init(
    _ file: FileReference, role: String, uris: [String], license: LicenseStatement,
    attribution: String?
  ) {
    self.init(file, role: role, uris: uris)
    annotations["license"] = .text(license.description)
    if let attribution { annotations["attribution"] = .text(attribution) }
  }

  /// A program; its name across systems is a package URL where no address is told.
  init(_ tool: Tool) {
    self.init(name: tool.name, uri: tool.uri)
    annotations["version"] = .text(tool.version)
    annotations["license"] = .text(tool.license.description)
    for (key, value) in [("revision", tool.origin), ("purpose", tool.purpose)] {
      if let value { annotations[key] = .text(value) }
    }
  }
}

import Digests
import JSON

/// An image manifest (OCI image specification 1.1): what an artifact is made of.
public struct ArtifactManifest: Hashable, Sendable {
  /// The most bytes of a manifest; registries take no more than 4 MiB.
  static let largest = 4 << 20
  /// The most layers that are taken: more than any model has files.
  static let mostLayers = 10_000

  /// What kind of artifact it is; nil where it does not tell.
  public var artifactType: String?
  /// What is said of it as a whole.
  public var config: Descriptor
  /// Its parts.
  public var layers: [Descriptor]
  /// The artifact that it is about; nil for none.
  public var subject: Descriptor?
  /// What is said of it.
  public var annotations: [String: String]

  /// Describes an artifact.
  init(
    artifactType: String?, config: Descriptor, layers: [Descriptor], subject: Descriptor? = nil,
    annotations: [String: String] = [:]
  ) {
    self.artifactType = artifactType
    self.config = config
    self.layers = layers
    self.subject = subject
    self.annotations = annotations
  }

  /// The bytes, always the same for the same contents: what the digest of the artifact is over.
  var bytes: [UInt8] {
    var members: [String: JSONValue] = [
      "schemaVersion": .whole(2), "mediaType": .text(RegistryMediaType.manifest),
      "config": config.json, "layers": .array(layers.map(\.json)),
    ]
    if let artifactType { members["artifactType"] = .text(artifactType) }
    if let subject { members["subject"] = subject.json }
    if !annotations.isEmpty {
      members["annotations"] = .object(annotations.mapValues { .text($0) })
    }
    return JSONValue.object(members).canonicalBytes
  }

  /// The manifest as others name it.
  var descriptor: Descriptor {
    let bytes = bytes
    return Descriptor(
      mediaType: RegistryMediaType.manifest,
      contents: Contents(digest: Digest(of: bytes), size: bytes.count),
      artifactType: artifactType)
  }
}

/// Why a document of a registry is not what it should be, in words that follow its name.
struct ManifestProblem: Error {
  let text: String
}

extension ArtifactManifest {
  private static let rules = JSONRules.strict.limited(to: largest, values: 1 << 18)

  /// Reads a document of a registry as JSON.
  static func tree(_ bytes: [UInt8]) throws(ManifestProblem) -> JSONValue {
    do throws(JSONSyntaxError) { return try JSONValue(parsing: bytes, rules: rules) } catch {
      throw ManifestProblem(text: "is no JSON (\(error))")
    }
  }

  /// Reads a manifest.
  init(parsing bytes: [UInt8]) throws(ManifestProblem) {
    let value = try ArtifactManifest.tree(bytes)
    if value["manifests"] != nil {
      throw ManifestProblem(
        text: "is an index of several artifacts, not one model; name one of them by its digest")
    }
    guard let config = value["config"].flatMap(Descriptor.init),
      let elements = value["layers"]?.elements
    else {
      throw ManifestProblem(text: "is no manifest of an artifact: it has no config and layers")
    }
    guard elements.count <= ArtifactManifest.mostLayers else {
      throw ManifestProblem(
        text: "has \(elements.count) layers, more than the \(ArtifactManifest.mostLayers) that are "
          + "taken")
    }
    let layers = elements.compactMap(Descriptor.init)
    guard layers.count == elements.count else {
      throw ManifestProblem(
        text: "has a layer without media type, size and SHA-256, which only can be checked")
    }
    self.init(
      artifactType: value["artifactType"]?.text, config: config, layers: layers,
      subject: value["subject"].flatMap(Descriptor.init),
      annotations: (value["annotations"]?.members ?? [:]).compactMapValues(\.text))
  }
}

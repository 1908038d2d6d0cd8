import JSON
import Provenance

/// What records and manifest say of a model as a whole, in the words of ModelPack.
struct ModelFacts {
  /// When it was made: the latest time of its records; nil where they leave it out.
  let created: Timestamp?
  private let name: String
  private let artifacts: [Artifact]

  /// Gathers the facts; nothing depends on a clock or a path.
  init(_ manifest: Manifest, records: [ProvenanceRecord], created: Timestamp?) {
    artifacts = records.map(\.artifact).sorted {
      $0.file.name.utf8.lexicographicallyPrecedes($1.file.name.utf8)
    }
    self.created = created ?? records.compactMap { $0.circumstances?.finished }.max()
    // The shortest is the one that the others are made from.
    let stem = manifest.files.map(\.name).filter { $0.hasSuffix(".onnx") }
      .min { $0.utf8.count < $1.utf8.count }
    name =
      manifest.publication ?? artifacts.compactMap(\.title).first
      ?? stem.map { String($0.dropLast(5)) } ?? "model"
  }

  private func texts(_ member: (Artifact) -> String?) -> [String] {
    Set(artifacts.compactMap(member)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private var licenses: [String] {
    texts { $0.license == .noAssertion ? nil : $0.license.description }
  }

  /// The annotations of the manifest, by the OCI image specification's names.
  var annotations: [String: String] {
    var annotations = [Annotation.title: name]
    annotations[Annotation.created] = created?.description
    annotations[Annotation.version] = texts(\.version).first
    annotations[Annotation.vendor] = texts(\.supplier).first
    if !licenses.isEmpty { annotations[Annotation.licenses] = licenses.joined(separator: " AND ") }
    return annotations
  }

  /// The config of the artifact.
  func config(layers: [ModelFile]) -> JSONValue {
    var descriptor: [String: JSONValue] = ["name": .text(name)]
    descriptor["createdAt"] = created.map { .text($0.description) }
    descriptor["title"] = texts(\.title).first.map { .text($0) }
    descriptor["version"] = texts(\.version).first.map { .text($0) }
    descriptor["vendor"] = texts(\.supplier).first.map { .text($0) }
    descriptor["sourceURL"] = artifacts.flatMap(\.uris).first.map { .text($0) }
    if !licenses.isEmpty { descriptor["licenses"] = .texts(licenses) }
    var config: [String: JSONValue] = ["format": .text("onnx")]
    config["architecture"] = texts(\.architecture).first.map { .text($0) }
    let precisions = texts(\.precision)
    if !precisions.isEmpty { config["precision"] = .text(precisions.joined(separator: ",")) }
    return .object([
      "descriptor": .object(descriptor), "config": .object(config),
      "modelfs": .object([
        "type": .text("layers"), "diffIds": .texts(layers.map(\.blob.reference)),
      ]),
    ])
  }
}

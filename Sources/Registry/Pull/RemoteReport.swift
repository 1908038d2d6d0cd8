import JSON
import Text

/// What a registry says of a model, for people and for machines; its files are not brought for that.
public struct RemoteReport: Sendable {
  private static let largestConfig = 4 << 20

  private let model: RemoteModel
  /// What describes the model.
  private let config: JSONValue
  /// What is attached to it.
  private let attachments: [Descriptor]

  /// Asks for it.
  ///
  /// - Throws: a `Failure`.
  public init(_ reference: RegistryReference, _ connection: RegistryConnection) throws {
    let client = try RegistryClient(reference, connection)
    model = try RemoteModel(client)
    let bytes = try client.blob(
      model.config, "the description of the model", limit: RemoteReport.largestConfig)
    // Others may have written anything; what is no object describes nothing.
    let described = (try? ArtifactManifest.tree(bytes)) ?? .null
    config = described.members == nil ? .object([:]) : described
    attachments = try client.referrers(of: model.descriptor.contents.digest)
  }

  /// For people: what it is, its files, and what is attached to it.
  public var text: Lines {
    var lines: [Lines] = ["\(model.reference)"]
    let facts: [(String, String?)] = [
      ("name", config["descriptor"]?["name"]?.text),
      ("title", config["descriptor"]?["title"]?.text),
      ("version", config["descriptor"]?["version"]?.text),
      ("created", config["descriptor"]?["createdAt"]?.text),
      (
        "licences",
        config["descriptor"]?["licenses"]?.elements?.compactMap(\.text).joined(separator: ", ")
      ),
      ("vendor", config["descriptor"]?["vendor"]?.text),
      ("architecture", config["config"]?["architecture"]?.text),
      ("format", config["config"]?["format"]?.text),
      ("precision", config["config"]?["precision"]?.text), ("kind", model.artifactType),
    ]
    for (name, value) in facts {
      if let value, !value.isEmpty {
        lines.append("  \(name)\(String(repeating: " ", count: 14 - name.count))\(value)")
      }
    }
    let rows = model.files.map { file in
      [
        file.path, "\(file.blob.contents.size)", file.kind.rawValue, file.precision ?? "",
        file.blob.reference,
      ]
    }
    lines.append("")
    lines.append(
      Table(
        [["file", "bytes", "kind", "precision", "digest"]] + rows,
        alignment: [.left, .right, .left, .left, .left]
      ).text())
    guard !attachments.isEmpty else { return lines.joined() }
    lines.append("")
    lines.append(
      Table(
        [["attached", "kind", "digest"]]
          + attachments.map {
            [$0.annotations[Annotation.title] ?? "", $0.artifactType ?? $0.mediaType, $0.reference]
          }, alignment: [.left, .left, .left]
      ).text())
    return lines.joined()
  }

  /// For machines.
  public var json: JSONValue {
    .object([
      "schemaVersion": .whole(1), "reference": .text("\(model.reference)"),
      "digest": .text(model.descriptor.reference),
      "artifactType": model.artifactType.map { .text($0) } ?? .null, "config": config,
      "annotations": .object(model.annotations.mapValues { .text($0) }),
      "files": .array(
        model.files.map { file in
          .object([
            "path": .text(file.path), "kind": .text(file.kind.rawValue),
            "size": .whole(file.blob.contents.size),
            "sha256": .text("\(file.blob.contents.digest)"),
            "precision": file.precision.map { .text($0) } ?? .null,
          ])
        }),
      "attachments": .array(attachments.map(\.json)),
    ])
  }
}

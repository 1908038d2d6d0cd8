/// The card of a model for people and for the Hugging Face hub: `README.md` with front matter,
/// https://huggingface.co/docs/hub/model-cards
///
/// Everything comes from records; the same records give the same bytes.
public struct ModelCard {
  /// What hubs call the file.
  public static let fileName = "README.md"

  /// The record of the model.
  let record: ProvenanceRecord
  /// The records of the models it was made from, its parent first.
  let ancestors: [ProvenanceRecord]
  /// The records of other models that were made from the same parent, each for a runtime, by the
  /// names of their files.
  let siblings: [ProvenanceRecord]
  /// Where the licences can be read.
  let licenseLink: String
  /// The model on the hub that this one comes from; nil for what the records tell.
  private let statedBaseModel: String?

  /// The card of an artifact.
  ///
  /// - Parameters:
  ///   - ancestors: records of the models it was made from, to compare with, and of others that were
  ///     made from its parent for a runtime; any order.
  ///   - baseModel: the model on the hub that this one comes from, for example `org/name`; nil for
  ///     the one that an address of a material leads to.
  ///   - licenseLink: where licences can be read that the hub does not know.
  public init(
    _ record: ProvenanceRecord, ancestors: [ProvenanceRecord] = [], baseModel: String? = nil,
    licenseLink: String = "NOTICE.md"
  ) {
    self.record = record
    self.licenseLink = licenseLink
    statedBaseModel = baseModel
    var chain: [ProvenanceRecord] = []
    var current = record
    while let parent = ancestors.first(where: { $0.identity == current.parent?.identity }),
      !chain.contains(where: { $0.identity == parent.identity })
    {
      chain.append(parent)
      current = parent
    }
    self.ancestors = chain
    siblings =
      record.parent.map { parent in
        ancestors.filter {
          $0.parent?.identity == parent.identity && $0.identity != record.identity
            && $0.checkedRules != nil
        }.sorted { $0.artifact.file.name < $1.artifact.file.name }
      } ?? []
  }

  /// The text of the file.
  public var text: String {
    let matter = ["---"] + frontMatter.lines + ["---", ""]
    return SealedText.seal((matter + body).joined(separator: "\n") + "\n")
  }

  /// What people call the model.
  var title: String { record.artifact.title ?? record.artifact.file.name }

  /// The model on the hub that this one comes from.
  var baseModel: String? {
    if let statedBaseModel { return statedBaseModel }
    let materials = ([record] + ancestors).flatMap(\.materials)
    let models = materials.filter { $0.role == .parentModel || $0.role == .weights }
    return models.flatMap(\.uris).lazy.compactMap { uri -> String? in
      let hub = "https://huggingface.co/"
      guard uri.hasPrefix(hub) else { return nil }
      let parts = uri.dropFirst(hub.count).split(separator: "/")
      let kinds = ["datasets", "spaces", "docs", "papers"]
      guard parts.count >= 2, !kinds.contains(String(parts[0])) else { return nil }
      return "\(parts[0])/\(parts[1])"
    }.first
  }
}

/// Names in small letters, digits, points and dashes, as hubs use for tags and data.
enum Slug {
  /// The slug of a text; `unnamed` where nothing of it remains.
  static func text(_ text: String) -> String {
    var slug = ""
    for byte in text.lowercased().utf8 {
      switch Unicode.Scalar(byte) {
      case "a"..."z", "0"..."9": slug.unicodeScalars.append(Unicode.Scalar(byte))
      case ".": if !slug.isEmpty, slug.last != "-", slug.last != "." { slug += "." }
      default: if !slug.isEmpty, slug.last != "-", slug.last != "." { slug += "-" }
      }
    }
    while slug.last == "-" || slug.last == "." { slug.removeLast() }
    return slug.isEmpty ? "unnamed" : slug
  }
}

extension ModelCard {
  /// Where the model comes from, as a tree from the model back to what it was made of.
  var provenance: [String] { Markdown.block(ModelCard.tree(record, ancestors[...])) }

  private static func tree(
    _ record: ProvenanceRecord, _ ancestors: ArraySlice<ProvenanceRecord>
  ) -> [String] {
    var branches = record.materials.map { material -> [String] in
      if material.role == .parentModel, let parent = ancestors.first,
        parent.artifact.file.digest == material.file.digest
      {
        return tree(parent, ancestors.dropFirst())
      }
      return lines(material.file, "\(material.role): ", material.license)
        + material.uris.map { "  \($0)" }
    }
    if let calibration = record.calibration {
      branches.append(
        ["calibration: \(calibration.name), \(calibration.count) images, \(calibration.license)"]
          + ["  sha256 \(calibration.digest) (of their list)"]
          + calibration.uris.map { "  \($0)" })
    }
    let head =
      lines(record.artifact.file, "", record.artifact.license) + [
        "  made by \(record.tool.name) \(record.tool.version)"
          + (record.tool.origin.map { " (\($0))" } ?? "") + ", \(record.command.name)"
      ]
    let below = branches.enumerated().flatMap { index, branch in
      let isLast = index == branches.count - 1
      return branch.enumerated().map { row, text in
        (row > 0 ? (isLast ? "   " : "│  ") : (isLast ? "└─ " : "├─ ")) + text
      }
    }
    return head + (below.isEmpty ? [] : ["│"] + below)
  }

  private static func lines(
    _ file: FileReference, _ prefix: String, _ license: LicenseStatement
  ) -> [String] {
    ["\(prefix)\(file.name), \(license)", "  sha256 \(file.digest)"]
  }
}

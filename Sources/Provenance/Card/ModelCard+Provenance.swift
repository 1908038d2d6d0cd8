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
        ["calibration: \(calibration.name), \(calibration.count) pictures, \(calibration.license)"]
          + ["  sha256 \(calibration.digest) (of their list)"]
          + calibration.uris.map { "  \($0)" })
    }
    let head =
      lines(record.artifact.file, "", record.artifact.license) + [
        "  made by \(record.tool.name) \(record.tool.version)"
          + (record.tool.revision.map { " (\($0))" } ?? "") + ", \(record.command.name)"
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

import Digests
import Files

/// What records say of files, by their hashes.
struct ManifestKnowledge {
  private struct Fact {
    let role: String
    let license: LicenseStatement
    let record: String
  }

  private var facts: [Digest: Fact] = [:]

  /// Adds what a record says; artifacts speak before materials, earlier records before later ones.
  mutating func add(_ record: ProvenanceRecord, at path: String) {
    func add(_ file: FileReference, _ role: String, _ license: LicenseStatement) {
      let fact = Fact(role: role, license: license, record: path)
      guard let known = facts[file.digest] else {
        facts[file.digest] = fact
        return
      }
      if role == "model", known.role != "model" { facts[file.digest] = fact }
    }
    add(record.artifact.file, "model", record.artifact.license)
    for material in record.materials {
      add(material.file, material.role.rawValue, material.license)
    }
    if let calibration = record.calibration {
      switch calibration.images {
      case .each(let files):
        for file in files { add(file, "calibrationPicture", calibration.license) }
      case .list(let file): add(file, "calibrationList", .noAssertion)
      }
    }
    let texts =
      record.materials.map(\.licenseFile)
      + [record.artifact.licenseFile, record.calibration?.licenseFile]
    for text in texts { if let text { add(text, "licenseText", .noAssertion) } }
  }

  /// The entry of a file.
  func entry(path: String, hash: Contents) -> ManifestEntry {
    let name = Folder.name(of: path)
    let fact = facts[hash.digest]
    return ManifestEntry(
      path: path, size: hash.size, digest: hash.digest, mediaType: MediaType.of(name),
      role: fact?.role ?? ManifestKnowledge.role(of: name, path: path),
      license: fact?.license ?? .noAssertion, record: fact?.record)
  }

  /// What generated files are, by their names.
  private static func role(of name: String, path: String) -> String? {
    let ends = [
      (ProvenanceRecord.suffix, "record"), (".intoto.jsonl", "statements"), (".sig", "signature"),
      (".cdx.json", "bom"), (".spdx.json", "bom"), (".spdx3.json", "bom"),
    ]
    if let end = ends.first(where: { name.hasSuffix($0.0) }) { return end.1 }
    switch name {
    case "NOTICE.md", "NOTICE": return "notice"
    case "README.md": return "card"
    default: return path.hasPrefix("LICENSES/") ? "licenseText" : nil
    }
  }
}

import Text

/// How a folder compares with its manifest or another list of hashes.
public struct ManifestReport: Hashable, Sendable {
  /// The version of the JSON form.
  public static let schemaVersion = 1

  /// The files that the list names.
  public let listedCount: Int
  /// The files that were hashed.
  public let fileCount: Int
  /// Their bytes.
  public let byteCount: Int
  /// All that is wrong, sorted by path.
  public let findings: [ManifestFinding]

  init(_ contents: FolderContents, _ findings: [ManifestFinding], listedCount: Int) {
    self.listedCount = listedCount
    fileCount = contents.files.count
    byteCount = contents.files.reduce(0) { $0 + $1.hash.size }
    self.findings = findings.sorted { a, b in
      a.path.utf8.elementsEqual(b.path.utf8)
        ? a.kind.rawValue < b.kind.rawValue : a.path.utf8.lexicographicallyPrecedes(b.path.utf8)
    }
  }

  /// Whether the folder is as the list says. A list of nothing says nothing, so it does not hold: it
  /// would be a pass for any folder.
  public var holds: Bool { listedCount > 0 && findings.isEmpty }

  /// Why it does not hold, a line each.
  public var reasons: [String] {
    let nothing = "the list names no file, so nothing was checked; make it anew"
    return findings.map(\.description) + (listedCount == 0 ? [nothing] : [])
  }

  /// For people: a line for each finding, and one that counts.
  public var text: Lines {
    let count: Lines = "\(fileCount) files, \(byteCount) bytes"
    guard !holds else { return "\(count): as listed" }
    let lines = reasons.map { "\($0)" as Lines }
    return (lines + ["\(count) checked: \(reasons.count) findings"]).joined()
  }

  /// For machines.
  public var json: JSONValue {
    .object([
      "schemaVersion": .whole(ManifestReport.schemaVersion), "listedCount": .whole(listedCount),
      "fileCount": .whole(fileCount), "byteCount": .whole(byteCount), "holds": .boolean(holds),
      "findings": .array(findings.map(\.json)),
    ])
  }
}

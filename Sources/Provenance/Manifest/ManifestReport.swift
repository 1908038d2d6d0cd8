import Text

/// How a folder compares with its manifest or another list of hashes.
public struct ManifestReport: Hashable, Sendable {
  /// The version of the JSON form.
  public static let schemaVersion = 1

  /// The files that were hashed.
  public let fileCount: Int
  /// Their bytes.
  public let byteCount: Int
  /// All that is wrong, sorted by path.
  public let findings: [ManifestFinding]

  init(_ contents: FolderContents, _ findings: [ManifestFinding]) {
    fileCount = contents.files.count
    byteCount = contents.files.reduce(0) { $0 + $1.hash.size }
    self.findings = findings.sorted { a, b in
      a.path.utf8.elementsEqual(b.path.utf8)
        ? a.kind.rawValue < b.kind.rawValue : a.path.utf8.lexicographicallyPrecedes(b.path.utf8)
    }
  }

  /// Whether the folder is as the list says.
  public var holds: Bool { findings.isEmpty }

  /// For people: a line for each finding, and one that counts.
  public var text: Lines {
    let count: Lines = "\(fileCount) files, \(byteCount) bytes"
    guard !holds else { return "\(count): as listed" }
    let lines = findings.map { "\($0)" as Lines }
    return (lines + ["\(count) checked: \(findings.count) findings"]).joined()
  }

  /// For machines.
  public var json: JSONValue {
    .object([
      "schemaVersion": .whole(ManifestReport.schemaVersion), "fileCount": .whole(fileCount),
      "byteCount": .whole(byteCount), "holds": .boolean(holds),
      "findings": .array(findings.map(\.json)),
    ])
  }
}

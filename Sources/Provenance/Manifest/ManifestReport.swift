import JSON
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
    let nothing = "the list names no file, so nothing was checked; create it again"
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

/// Something that is not as a manifest says, or should not be in a folder.
public struct ManifestFinding: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The manifest lists it, but it is not there.
    case missing
    /// Its size or its contents are others.
    case changed
    /// It is there, but the manifest does not list it.
    case extra
    /// The system does not let it be read, or it is no ordinary file.
    case unreadable
    /// A symbolic link leads out of the folder, or to a folder.
    case link
    /// The path leads out of the folder, or means different files on different systems.
    case path
    /// Some file system takes it for another file that is listed.
    case duplicate
  }

  /// The path in the folder.
  public let path: String
  /// What is wrong.
  public let kind: Kind
  /// What was found and what was expected.
  public let message: String

  /// `kind: path: message`.
  public var description: String { "\(kind.rawValue): \(shown(path)): \(message)" }

  /// The object of a report.
  public var json: JSONValue {
    .object(["path": .text(path), "kind": .text(kind.rawValue), "message": .text(message)])
  }
}

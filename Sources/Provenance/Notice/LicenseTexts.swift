import Digests
import Files

/// The licence texts of materials, as the files of a `LICENSES` folder: one for each identifier, as
/// REUSE 3.3 has it (https://reuse.software/spec-3.3/).
///
/// Texts of the same licence differ in their copyright lines. Where there are several, the file
/// holds them one after the other, each under a line with its hash and its length, from which they
/// can be told apart again.
struct LicenseTexts {
  /// A text with the names of what it is for.
  private struct Text {
    var bytes: [UInt8]
    var subjects: Set<String>
  }

  /// By identifier in small letters, as some file systems know no capitals; then by hash.
  private var texts: [String: (id: String, texts: [Digest: Text])] = [:]

  /// Adds a text for an identifier.
  mutating func add(_ bytes: [UInt8], id: String, subject: String) {
    var entry = texts[id.lowercased()] ?? (id, [:])
    if id.utf8.lexicographicallyPrecedes(entry.id.utf8) { entry.id = id }
    let digest = Digest(of: bytes)
    var text = entry.texts[digest] ?? Text(bytes: bytes, subjects: [])
    text.subjects.insert(subject)
    entry.texts[digest] = text
    texts[id.lowercased()] = entry
  }

  /// Whether there is a text for an identifier.
  func contains(_ id: String) -> Bool { texts[id.lowercased()] != nil }

  /// The path of the text of an identifier beside the notice.
  func path(of id: String) -> String {
    let spelled = texts[id.lowercased()]?.id ?? id
    let name = spelled.map { $0 == ":" ? "_" : $0 }
    return "LICENSES/\(String(name)).txt"
  }

  /// The files by their paths beside the notice, sorted.
  var files: [(path: String, bytes: [UInt8])] {
    texts.values.map { entry in
      (path(of: entry.id), LicenseTexts.content(of: entry.texts))
    }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private static func content(of texts: [Digest: Text]) -> [UInt8] {
    let sorted = texts.sorted { $0.key < $1.key }
    if sorted.count == 1, let only = sorted.first { return only.value.bytes }
    return sorted.flatMap { digest, text in
      let subjects = text.subjects.sorted().joined(separator: ", ")
      let head = "===== sha256 \(digest), \(text.bytes.count) bytes, of \(subjects) =====\n"
      return Array(head.utf8) + text.bytes + [0x0A]
    }
  }

  /// Whether a file is one of several texts and nothing else.
  static func isJoined(_ file: [UInt8]) -> Bool {
    let parts = parts(of: file)
    guard !parts.isEmpty else { return false }
    let heads = file.split(separator: 0x0A).filter { $0.starts(with: "===== sha256 ".utf8) }
    let size = heads.prefix(parts.count).reduce(0) { $0 + $1.count + 2 }
    return file.count == size + parts.reduce(0) { $0 + $1.count }
  }

  /// The texts in a file that holds several; none in any other.
  static func parts(of file: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var rest = file[...]
    let start = Array("===== sha256 ".utf8)
    while rest.starts(with: start), let end = rest.firstIndex(of: 0x0A) {
      let head = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      guard head.count > 3, let count = Int(head[3]), count >= 0,
        count < rest.endIndex - end - 1
      else { return parts }
      let text = Array(rest[(end + 1)..<(end + 1 + count)])
      guard head[2].hasPrefix(Digest(of: text).description) else { return parts }
      parts.append(text)
      rest = rest[(end + 2 + count)...]
    }
    return parts
  }
}

import Text

/// One section of a cfg as text: a name and its keys, the first occurrence of each.
struct CfgSection: Sendable {
  /// The name between the brackets.
  let name: String
  /// The opening bracket.
  let location: SourceLocation
  /// The entries in the order of the file.
  private(set) var entries: [CfgEntry] = []
  private var positions: [String: Int] = [:]

  init(name: String, location: SourceLocation) {
    self.name = name
    self.location = location
  }

  /// The entry with this key.
  subscript(key: String) -> CfgEntry? { positions[key].map { entries[$0] } }

  /// Adds an entry unless its key is there already; then the answer is the first one.
  mutating func add(_ entry: CfgEntry) -> CfgEntry? {
    if let first = self[entry.key] { return first }
    positions[entry.key] = entries.count
    entries.append(entry)
    return nil
  }
}

/// One `key=value` line.
struct CfgEntry: Sendable {
  /// The key, without blanks.
  let key: String
  /// The value as written, without surrounding blanks and comment.
  let text: String
  /// What stands behind the value, from `#` or `;` on, without blanks; empty where nothing does.
  let comment: String
  /// The first character of the key.
  let keyLocation: SourceLocation
  /// The first character of the value; where it should be when there is none.
  let valueLocation: SourceLocation

  /// The value as darknet sees it, which removes every blank of a line.
  var value: String { removingBlanks(text) }
}

/// The text without blanks and tabs.
func removingBlanks(_ text: some StringProtocol) -> String {
  String(decoding: text.utf8.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
}

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

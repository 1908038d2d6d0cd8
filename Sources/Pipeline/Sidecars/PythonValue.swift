import Text

/// A value as Python writes it, and as YAML.
indirect enum PythonValue {
  case text(String)
  case whole(Int)
  case boolean(Bool)
  case list([PythonValue])
  /// A dictionary with the positions as keys.
  case numbered([String])
  case members([(String, PythonValue)])

  /// As `str()` gives it: what a property holds.
  var property: String { if case .text(let text) = self { text } else { literal } }

  /// As `repr()` gives it.
  private var literal: String {
    switch self {
    case .text(let text): PythonText.quoted(text)
    case .whole(let number): "\(number)"
    case .boolean(let value): value ? "True" : "False"
    case .list(let values): "[" + values.map(\.literal).joined(separator: ", ") + "]"
    case .numbered(let texts):
      "{"
        + texts.enumerated().map { "\($0): \(PythonText.quoted($1))" }.joined(separator: ", ") + "}"
    case .members(let members):
      "{"
        + members.map { "\(PythonText.quoted($0)): \($1.literal)" }.joined(separator: ", ") + "}"
    }
  }

  /// Under a key, on lines of its own.
  func yaml(_ key: String, indent: String = "") -> [String] {
    let head = "\(indent)\(key):"
    switch self {
    case .text(let text): return ["\(head) \(YAMLText.quoted(text))"]
    case .whole(let number): return ["\(head) \(number)"]
    case .boolean(let value): return ["\(head) \(value)"]
    case .list(let values): return ["\(head) [\(values.map(\.literal).joined(separator: ", "))]"]
    case .numbered(let texts):
      return [head]
        + texts.enumerated().map { "\(indent)  \($0): \(YAMLText.quoted($1))" }
    case .members(let members):
      return [head] + members.flatMap { $1.yaml($0, indent: indent + "  ") }
    }
  }
}

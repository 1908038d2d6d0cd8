import JSON
import Text

/// A value of YAML whose members keep their order.
enum YAMLValue {
  case text(String)
  case number(JSONNumber)
  case boolean(Bool)
  case null
  case list([YAMLValue])
  case map([(key: String, value: YAMLValue)])

  static func texts(_ values: some Sequence<String>) -> YAMLValue { .list(values.map(text)) }

  /// A value of JSON, keys sorted.
  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .boolean(let value): self = .boolean(value)
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .array(let elements): self = .list(elements.map { YAMLValue($0) })
    case .object(let members):
      self = .map(members.inOrder.map { ($0.key, YAMLValue($0.value)) })
    }
  }
}

extension YAMLValue {
  /// The lines of a document, read alike by YAML 1.1 and 1.2.
  var lines: [String] {
    switch self {
    case .list(let elements) where !elements.isEmpty:
      return elements.flatMap { element in
        element.lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
      }
    case .map(let members) where !members.isEmpty:
      return members.flatMap { member -> [String] in
        let key = YAMLValue.spelling(member.key)
        let lines = member.value.lines
        return member.value.isBlock
          ? ["\(key):"] + lines.map { "  " + $0 } : ["\(key): \(lines.joined())"]
      }
    case .list: return ["[]"]
    case .map: return ["{}"]
    case .text(let text): return [YAMLValue.spelling(text)]
    case .number(let number): return [YAMLValue.spelling(number)]
    case .boolean(let value): return [value ? "true" : "false"]
    case .null: return ["null"]
    }
  }

  private var isBlock: Bool {
    switch self {
    case .list(let elements): !elements.isEmpty
    case .map(let members): !members.isEmpty
    default: false
    }
  }

  /// YAML 1.1 reads a number with an exponent only when it has a point and the exponent a sign.
  private static func spelling(_ number: JSONNumber) -> String {
    let parts = number.text.lowercased().split(separator: "e", maxSplits: 1)
    guard parts.count == 2 else { return number.text }
    let hasSign = parts[1].first == "-" || parts[1].first == "+"
    return parts[0] + (parts[0].contains(".") ? "" : ".0") + "e" + (hasSign ? "" : "+") + parts[1]
  }

  /// Words that mean something else without quotes, in either version.
  private static let reserved: Set = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
  ]

  /// A text without quotes where nobody can misread it, else in double quotes on one line.
  private static func spelling(_ text: String) -> String {
    let isPlain = text.utf8.enumerated().allSatisfy { index, byte in
      switch Unicode.Scalar(byte) {
      case "a"..."z", "A"..."Z": true
      case "0"..."9", "-", "_", ".", "/": index > 0
      default: false
      }
    }
    if isPlain, !text.isEmpty, !reserved.contains(text.lowercased()) { return text }
    return YAMLText.quoted(text)
  }
}

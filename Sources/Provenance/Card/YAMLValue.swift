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

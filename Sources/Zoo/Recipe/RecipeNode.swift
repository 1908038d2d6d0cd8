import Text

/// A value of a recipe's YAML, with its place.
struct RecipeNode {
  /// What it is.
  enum Content {
    /// Text as written; `isPlain` without quotes and not in a block, so that it may be a number.
    case scalar(String, isPlain: Bool)
    case list([RecipeNode])
    case mapping([Entry])
  }

  /// A key and its value.
  struct Entry {
    let key: String
    let location: SourceLocation
    let value: RecipeNode
  }

  let content: Content
  let location: SourceLocation

  /// What it is, for a message.
  var summary: String {
    switch content {
    case .scalar where isNothing: "empty"
    case .scalar(let text, true): quoted(text)
    case .scalar(let text, false): "the text \(quoted(text))"
    case .list: "a list"
    case .mapping: "a mapping of keys and values"
    }
  }

  /// Whether nothing was written, or one of YAML's words for it.
  var isNothing: Bool {
    if case .scalar(let text, true) = content { ["", "~", "null"].contains(text) } else { false }
  }

  /// Text, quoted or not; what looks like a number or a truth value is taken as it is written.
  var text: String? {
    if case .scalar(let text, _) = content, !isNothing { text } else { nil }
  }

  /// Text without quotes.
  var plain: String? {
    if case .scalar(let text, true) = content, !isNothing { text } else { nil }
  }
}

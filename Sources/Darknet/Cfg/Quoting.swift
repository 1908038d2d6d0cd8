/// Text of a file for a message: in quotes, shortened, control characters replaced.
package func quoted(_ text: some StringProtocol) -> String { "'\(shortened(text))'" }

/// Text of a file for a message: shortened, control characters replaced.
package func shortened(_ text: some StringProtocol) -> String {
  let limit = 60
  var shown = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    shown.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
  }
  return text.unicodeScalars.dropFirst(limit).isEmpty ? shown : shown + "…"
}

/// `1 layer`, `2 layers`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

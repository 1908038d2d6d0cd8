/// Texts of others in messages.
enum Shown {
  /// A text without control characters, cut where it is long: a server must not be able to write
  /// on somebody's terminal what it likes.
  static func text(_ text: String, limit: Int = 200) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      let isPlain =
        scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
        && scalar.properties.generalCategory != .format
      shown.unicodeScalars.append(isPlain ? scalar : "?")
    }
    return text.unicodeScalars.count > limit ? shown + "..." : shown
  }
}

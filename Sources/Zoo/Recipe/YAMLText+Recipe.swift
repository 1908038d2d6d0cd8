import Text

/// The spelling of texts in recipes.
extension YAMLText {
  /// A text as it is where that is safe, else in double quotes.
  static func scalar(_ text: String) -> String {
    // An ampersand would be taken for an anchor.
    isPlain(text) ? text : quoted(text, escaping: ["&"])
  }

  /// Whether every reader of YAML takes a text, as it is, for that text.
  ///
  /// Only what begins with a letter, so that it is no number, and none of the words for truth and
  /// nothing of YAML 1.1, which many readers still know.
  private static func isPlain(_ text: String) -> Bool {
    let words: Set = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
    guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "."),
      text.utf8.contains(where: isLetter), !text.hasSuffix(" "), !words.contains(text.lowercased())
    else { return false }
    // `.inf`, `.nan` and `.5e3` are numbers.
    if first == UInt8(ascii: "."), !text.hasPrefix("../"), !text.hasPrefix("./") { return false }
    return text.utf8.allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || " ./_-+".utf8.contains($0)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

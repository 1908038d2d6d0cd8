import Digests

/// Texts for people that the program makes, and whose last line tells that they are as it made them.
///
/// README.md and NOTICE.md are names of everybody's, and what somebody wrote or changed under them
/// must not be lost when they are made anew.
enum SealedText {
  private static let opening = "<!-- Made by darkroom; sha256 of what stands above: "
  private static let closing = " -->\n"

  /// A text, which ends in a newline, with such a line.
  static func seal(_ text: String) -> String {
    "\(text)\n\(opening)\(Digest(of: Array((text + "\n").utf8)))\(closing)"
  }

  /// Whether bytes are such a text, and nothing in it was changed.
  static func isSealed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let count = opening.utf8.count + 64 + closing.utf8.count
    guard bytes.count > count else { return false }
    let (text, line) = (bytes.dropLast(count), bytes.suffix(count))
    let digest = Digest(of: UnsafeRawBufferPointer(rebasing: text))
    return line.elementsEqual("\(opening)\(digest)\(closing)".utf8)
  }
}

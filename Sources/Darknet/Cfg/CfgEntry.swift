import Text

/// One `key=value` line.
struct CfgEntry: Sendable {
  /// The key, without blanks.
  let key: String
  /// The value as written, without surrounding blanks and comment.
  let text: String
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

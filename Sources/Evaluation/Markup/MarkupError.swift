/// Where a text stops being the XML that is read here.
struct MarkupError: Error {
  /// Counted from 1.
  let line: Int
  /// What was found and what was expected.
  let message: String
}

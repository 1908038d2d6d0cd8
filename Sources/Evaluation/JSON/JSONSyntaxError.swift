/// Where a text stops being JSON.
struct JSONSyntaxError: Error {
  /// The offset of the byte that does not fit.
  let offset: Int
  /// What was found and what was expected.
  let message: String
}

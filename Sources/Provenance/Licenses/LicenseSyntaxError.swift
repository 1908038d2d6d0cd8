import Text

/// Why a text is no SPDX licence expression.
public enum LicenseSyntaxError: Failure, Hashable, Sendable {
  /// There is nothing but white space.
  case empty
  /// Something else was expected; the column counts bytes from 1.
  case unexpected(text: String, column: Int, found: String, expected: String)
  /// Brackets are nested deeper than in any expression that people write.
  case nestedTooDeep(text: String, limit: Int)
  /// The text is longer than any expression that people write.
  case tooLong(byteCount: Int, limit: Int)

  /// What was found, what was expected, and what to do.
  public var description: String {
    switch self {
    case .empty: "is no licence expression but empty; write NOASSERTION for an unknown licence"
    case .unexpected(let text, let column, let found, let expected):
      "'\(text.prefix(200))' is no SPDX licence expression: column \(column) has \(found), where "
        + "\(expected) is expected; write for example 'MIT OR Apache-2.0', 'LicenseRef-NAME' for "
        + "a licence that SPDX does not list, NOASSERTION for an unknown one"
    case .nestedTooDeep(_, let limit):
      "is a licence expression with brackets more than \(limit) deep; write it with fewer"
    case .tooLong(let byteCount, let limit):
      "is a licence expression of \(byteCount) bytes, more than the \(limit) that are read"
    }
  }
}

extension LicenseSyntaxError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}

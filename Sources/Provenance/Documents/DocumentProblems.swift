import Text

/// The problems of a document; a place is, for example, `materials[3].sha256`, counted from 0, or
/// `line 7`, counted from 1.
typealias DocumentProblems = Problems<String>

extension DocumentProblems {
  /// - Throws: `DocumentError.problems` when there are any.
  func check(_ source: String) throws(DocumentError) {
    if !isEmpty { throw error(source) }
  }

  /// The error that reports them.
  func error(_ source: String) -> DocumentError { .problems(source: source, self) }
}

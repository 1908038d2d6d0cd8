/// The problems of a document, gathered while it is read, so that all are told at once.
struct DocumentProblems {
  /// The first of them.
  private(set) var first: [DocumentProblem] = []
  private(set) var count = 0

  mutating func add(_ place: String, _ message: String) {
    count += 1
    if first.count < DocumentError.mostProblems {
      first.append(DocumentProblem(place: place, message: message))
    }
  }

  /// - Throws: `DocumentError.problems` when there are any.
  func check(_ source: String) throws(DocumentError) {
    if count > 0 { throw error(source) }
  }

  /// The error that tells of them.
  func error(_ source: String) -> DocumentError {
    .problems(source: source, first, count: count)
  }
}

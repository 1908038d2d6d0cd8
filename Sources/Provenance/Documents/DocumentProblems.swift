/// The problems of a document, gathered while it is read, so that all are told at once.
struct DocumentProblems {
  private var problems: [DocumentProblem] = []
  private(set) var count = 0

  mutating func add(_ place: String, _ message: String) {
    count += 1
    if problems.count < DocumentError.mostProblems {
      problems.append(DocumentProblem(place: place, message: message))
    }
  }

  /// - Throws: `DocumentError.problems` when there are any.
  func check(_ source: String) throws(DocumentError) {
    if count > 0 { throw error(source) }
  }

  /// The error that tells of them.
  func error(_ source: String) -> DocumentError {
    .problems(source: source, problems, count: count)
  }
}

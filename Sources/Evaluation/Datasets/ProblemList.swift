/// The problems of a dataset, gathered while it is read, so that all are told at once.
struct ProblemList {
  private var problems: [DatasetProblem] = []
  private var count = 0

  mutating func add(_ place: String, _ message: String) {
    count += 1
    if problems.count < DatasetError.mostProblems {
      problems.append(DatasetProblem(place: place, message: message))
    }
  }

  /// - Throws: `DatasetError.problems` when there are any.
  func check(_ source: String) throws(DatasetError) {
    if count > 0 { throw .problems(source: source, problems, count: count) }
  }
}

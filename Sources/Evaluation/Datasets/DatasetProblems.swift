import Text

/// The problems of a dataset; a place is `annotations[17]`, counted from 0, or `000139.txt:3`, lines
/// counted from 1.
typealias DatasetProblems = Problems<String>

extension DatasetProblems {
  /// - Throws: `DatasetError.problems` when there are any.
  func check(_ source: String) throws(DatasetError) {
    if !isEmpty { throw .problems(source: source, self) }
  }
}

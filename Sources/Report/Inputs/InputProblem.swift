import Evaluation
import Text

/// What is wrong with a file that could be decoded.
struct InputProblem: Error {
  let message: String

  init(_ message: String) { self.message = message }

  /// There is one of the kind already.
  static func second(_ kind: InputKind) -> InputProblem {
    InputProblem("is a second file of \(kind.words), where one is shown; leave one out")
  }

  /// There is one of the kind and precision already.
  static func second(_ kind: InputKind, _ precision: ModelRecord.Precision) -> InputProblem {
    InputProblem(
      "is a second file of \(kind.words) of a model in \(precision.rawValue), where one is shown; "
        + "leave one out")
  }
}

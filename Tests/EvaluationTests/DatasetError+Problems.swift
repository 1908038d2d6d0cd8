import Evaluation
import TestSupport

extension DatasetError {
  /// The single problems, as text.
  var lines: [String] {
    if case .problems(_, let problems) = self { problems.first.map(\.description) } else { [] }
  }
}

/// What a call throws; nil when it does not.
func failure<E: Error>(_ body: () throws(E) -> Void) -> E? {
  do throws(E) {
    try body()
    return nil
  } catch { return error }
}

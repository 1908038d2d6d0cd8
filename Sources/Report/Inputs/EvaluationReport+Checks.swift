import Evaluation

extension EvaluationReport {
  /// Checks what the curves rely on.
  func checkForReport() throws(InputProblem) {
    let curves = precisionRecall
    guard curves.precision.count == curves.overlaps.count,
      curves.precision.allSatisfy({ $0.count == curves.recalls.count })
    else {
      throw InputProblem(
        "precisionRecall: \(curves.precision.count) rows of precision do not fit "
          + "\(curves.overlaps.count) overlaps and \(curves.recalls.count) recalls")
    }
  }
}

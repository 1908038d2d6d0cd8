import Digests
import Evaluation
import Provenance

extension Measurement {
  /// What a model that was made within a budget loses, as its record keeps it.
  ///
  /// - Parameters:
  ///   - artifact: the SHA-256 of the file.
  ///   - circumstances: whether it says when and where it was measured.
  init(_ report: BudgetReport, of artifact: Digest, circumstances: Bool) {
    let figures = report.steps.last?.figures
    let interval = report.interval.flatMap { $0[0] <= $0[1] ? $0[0]...$0[1] : nil }
    let found: [(String, Double?, String?)] = [
      ("sqnr", figures?.sqnr, "dB"), ("f1", figures?.f1, nil), ("apPointsLost", figures?.drop, nil),
    ]
    let comparison = report.limit.name == "drop" ? "at most" : "at least"
    self.init(
      kind: .compare, artifact: artifact,
      dataset: MeasuredDataset(
        name: "images without a part in the model", imageCount: report.images,
        license: .noAssertion),
      metrics: found.compactMap { name, value, unit in
        value.map {
          Metric(
            name: name, value: $0, interval: name == "apPointsLost" ? interval : nil, unit: unit)
        }
      },
      checks: [
        Check(
          name: "\(report.limit.name) is \(comparison) \(report.limit.value)",
          verdict: report.holds ? .passed : .failed,
          message: report.steps.last.map { step in
            step.bought.isEmpty
              ? "nothing was bought" : "bought: \(step.bought.joined(separator: ", "))"
          })
      ],
      tool: .darkroom, circumstances: circumstances ? .measured : nil)
  }
}

import Evaluation
import Text

extension ComparisonReport {
  /// A, the baseline and B side by side; nil where there is no baseline.
  var columns: Lines? {
    guard let baseline, models.count == 2 else { return nil }
    var rows = [["", "A", "baseline", "B"]]
    rows.append(["bytes"] + [models[0], baseline.model, models[1]].map { "\($0.bytes)" })
    rows += headRows(baseline)
    if detections.f1 != nil || baseline.detections.f1 != nil {
      rows += ComparisonReport.detectionRows(baseline.detections, detections)
    }
    if classification != nil || baseline.classification != nil {
      func row(
        _ name: String, _ key: KeyPath<ClassificationAgreement, Double>
      ) -> [String] {
        [name, ""]
          + [baseline.classification, classification].map { classes in
            classes.map { "\(fixed(100 * $0[keyPath: key], 1)) %" } ?? "-"
          }
      }
      rows += [row("same class first", \.top1), row("first five shared", \.top5)]
    }
    return "beside the baseline:\n" + Table(rows, alignment: [.left]).text(indent: 2)
  }

  /// The signal to noise of the heads, all together and each.
  private func headRows(_ baseline: Baseline) -> [[String]] {
    guard !heads.isEmpty || !baseline.heads.isEmpty else { return [] }
    func text(_ value: Double?, _ heads: [Head]) -> String {
      heads.isEmpty ? "-" : ComparisonReport.text(value, 1)
    }
    var rows = [
      ["heads dB", "", text(baseline.headsSQNR, baseline.heads), text(headsSQNR, heads)]
    ]
    // Both are named by A's outputs.
    for index in 0..<max(heads.count, baseline.heads.count) {
      let pair = [baseline.heads, heads].map { $0.indices.contains(index) ? $0[index] : nil }
      let name = pair.compactMap { $0?.name }.first ?? ""
      rows.append(
        ["  \(name)", ""]
          + pair.map { head in head.map { ComparisonReport.text($0.sqnr, 1) } ?? "-" })
    }
    return rows
  }

  private static func detectionRows(
    _ first: DetectionAgreement, _ second: DetectionAgreement
  ) -> [[String]] {
    let pair = [first, second]
    // What A finds is what others match and lose.
    func row(_ name: String, _ value: (DetectionAgreement) -> String) -> [String] {
      [name, ""] + pair.map(value)
    }
    return [
      row("F1") { found in found.f1.map { fixed($0, 4) } ?? "-" },
      ["matched", "\(second.matched + second.lost)"] + pair.map { "\($0.matched)" },
      row("lost") { "\($0.lost)" }, row("gained") { "\($0.gained)" },
      row("mean IoU") { found in found.meanIoU.map { fixed($0, 4) } ?? "-" },
      row("scores shifted by") { found in found.scoreShift.map { fixed($0, 4) } ?? "-" },
    ]
  }
}

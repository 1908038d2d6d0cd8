import Evaluation
import Text

extension ComparisonReport {
  /// The rows of images and layers that people are shown.
  private static let mostRows = 10

  /// For people: the verdict, what may explain differences, and the worst of everything first.
  public var text: Lines {
    var named = Array(zip(["A", "B"], models))
    if let baseline { named.append(("baseline", baseline.model)) }
    var parts = named.map { name, model -> Lines in
      "\(name)  \(model.file.path)  \(model.precision.rawValue)\n   sha256 \(model.file.digest)"
    }
    let made = classification == nil ? self.protocol.description : self.protocol.fitting
    parts.append("\(images.count) image\(images.count == 1 ? "" : "s"); \(made)")
    if let columns { parts.append("\n" + columns) }
    if let f1 = detections.f1 {
      parts.append(
        "\ndetections: \(detections.matched) matched, \(detections.lost) lost, "
          + "\(detections.gained) gained; F1 \(fixed(f1, 4)), mean IoU "
          + "\(ComparisonReport.text(detections.meanIoU, 4)), scores shifted by "
          + "\(ComparisonReport.text(detections.scoreShift, 4))")
    }
    if let classes = classification {
      parts.append(
        "\nclasses: the same first in \(fixed(100 * classes.top1, 1)) % of "
          + "\(classes.images) image\(classes.images == 1 ? "" : "s"), "
          + "\(fixed(100 * classes.top5, 1)) % of the first five shared"
          + (classes.scoreShift.map { ", scores of A's first shifted by \(fixed($0, 4))" } ?? ""))
    }
    if !heads.isEmpty {
      parts.append(
        "\n"
          + ComparisonReport.table(
            "head", heads.map { ([$0.name], $0.sqnr, $0.cosine, $0.maxError) }))
    }
    if !layers.isEmpty {
      let shown = layers.prefix(ComparisonReport.mostRows)
      parts.append(
        "\nthe worst of \(layers.count) layers, on \(layerImages) images:\n"
          + ComparisonReport.table(
            "layer", shown.map { (["\($0.index)", $0.name], $0.sqnr, $0.cosine, $0.maxError) }))
    }
    if let worst { parts.append("\nthe worst images:\n" + worst) }
    if !findings.isEmpty { parts.append("\n" + findings.map { "- \($0)" as Lines }.joined()) }
    if !verdict.checks.isEmpty { parts.append("\n" + verdict.text) }
    return parts.joined()
  }

  /// The images in which something differs; nil where there are none.
  private var worst: Lines? {
    let shown = images.prefix(ComparisonReport.mostRows).filter { ($0.detections.f1 ?? 1) < 1 }
    guard !shown.isEmpty else { return nil }
    var rows = [["image", "matched", "lost", "gained", "F1", "heads dB"]]
    for image in shown {
      let found = image.detections
      rows.append([
        image.path, "\(found.matched)", "\(found.lost)", "\(found.gained)",
        found.f1.map { fixed($0, 3) } ?? "-", ComparisonReport.text(image.sqnr, 1),
      ])
    }
    return Table(rows, alignment: [.left]).text(indent: 2)
  }

  private static func table(
    _ head: String,
    _ entries: [(names: [String], sqnr: Double?, cosine: Double?, maxError: Double)]
  ) -> Lines {
    let names = entries.first?.names.count == 2 ? [head, "tensor"] : [head]
    var rows = [names + ["dB", "cosine", "max error"]]
    for entry in entries {
      rows.append(
        entry.names + [
          text(entry.sqnr, 1), text(entry.cosine, 6), fixed(entry.maxError, 5),
        ])
    }
    return Table(rows, alignment: names.count == 2 ? [.right, .left] : [.left]).text(indent: 2)
  }

  /// A metric; where nothing differs there is none.
  static func text(_ value: Double?, _ decimals: Int) -> String {
    value.map { fixed($0, decimals) } ?? "equal"
  }
}

extension ComparisonReport.Verdict {
  /// In a line for each check.
  public var text: Lines {
    checks.map { check -> Lines in
      if let reason = check.reason { return "not measured: \(check.name): \(reason)" }
      let found = ComparisonReport.text(check.found, 4)
      return "\(check.passed ? "passed" : "failed"): \(check.name) \(found), at least "
        + "\(check.minimum) is needed"
    }.joined()
  }
}

import Evaluation
import Text

extension EvaluationReport {
  /// For people: the metrics, what they are of, and each class.
  public var text: Lines {
    var parts: [Lines] = []
    if let subject { parts += subject.lines }
    let made = detectionProtocol.map { "; \($0)" } ?? ""
    parts.append("\(images) image\(images == 1 ? "" : "s")\(made)")
    parts.append("\n" + metricTable)
    if let interval { parts.append("\n" + EvaluationReport.text(interval)) }
    if let darknet { parts.append("\n" + darknet.text) }
    parts.append("\n" + classes)
    parts.append("\n" + confusions)
    return parts.joined()
  }

  /// As pycocotools prints them.
  private var metricTable: Lines {
    let rows: [(String, String, String, String, Double)] = [
      ("AP", "0.50:0.95", "all", "100", metrics.ap), ("AP", "0.50", "all", "100", metrics.ap50),
      ("AP", "0.75", "all", "100", metrics.ap75),
      ("AP", "0.50:0.95", "small", "100", metrics.apSmall),
      ("AP", "0.50:0.95", "medium", "100", metrics.apMedium),
      ("AP", "0.50:0.95", "large", "100", metrics.apLarge),
      ("AR", "0.50:0.95", "all", "1", metrics.ar1),
      ("AR", "0.50:0.95", "all", "10", metrics.ar10),
      ("AR", "0.50:0.95", "all", "100", metrics.ar100),
      ("AR", "0.50:0.95", "small", "100", metrics.arSmall),
      ("AR", "0.50:0.95", "medium", "100", metrics.arMedium),
      ("AR", "0.50:0.95", "large", "100", metrics.arLarge),
    ]
    return Table(
      [["", "IoU", "area", "detections", ""]]
        + rows.map { [$0.0, $0.1, $0.2, $0.3, EvaluationReport.metric($0.4)] },
      alignment: [.left, .left, .left]
    ).text()
  }

  private var classes: Lines {
    var rows = [["class", "objects", "AP", "AP50", "AR100"]]
    for entry in perClass where entry.objects > 0 {
      rows.append([
        entry.name, "\(entry.objects)", EvaluationReport.metric(entry.metrics.ap),
        EvaluationReport.metric(entry.metrics.ap50), EvaluationReport.metric(entry.metrics.ar100),
      ])
    }
    return Table(rows, alignment: [.left]).text()
  }

  /// What is confused most.
  private var confusions: Lines {
    let names = Dictionary(
      perClass.map { ($0.category, $0.name) }, uniquingKeysWith: { first, _ in first })
    let rows = confusion.categories
    let sums = (
      matched: rows.reduce(0) { $0 + $1.matched }, missed: rows.reduce(0) { $0 + $1.missed },
      background: rows.reduce(0) { $0 + $1.background }
    )
    let mistakes = rows.flatMap { row in
      row.misclassified.map {
        (truth: row.name, found: names[$0.category] ?? "\($0.category)", count: $0.count)
      }
    }
    var text: Lines =
      "at a score of \(confusion.score) and an overlap of 0.5: \(sums.matched) objects found, "
    text += "\(mistakes.reduce(0) { $0 + $1.count }) taken for another class, "
    text += "\(sums.missed) missed, \(sums.background) found where there is none"
    let worst = mistakes.sorted { $0.count > $1.count }.prefix(5)
    for mistake in worst {
      text += "\n  \(mistake.truth) taken for \(mistake.found): \(mistake.count)"
    }
    return text
  }

  private static func text(_ interval: BootstrapInterval) -> Lines {
    func bounds(_ bounds: BootstrapInterval.Bounds) -> String {
      "\(metric(bounds.lower)) to \(metric(bounds.upper))"
    }
    return "AP \(bounds(interval.ap)), AP50 \(bounds(interval.ap50)) in "
      + "\(fixed(interval.level * 100, 0)) % of \(interval.resamples) samples of the images "
      + "(seed \(interval.seed))"
  }

  /// A metric; none where there are no objects.
  private static func metric(_ value: Double) -> String {
    value < 0 ? "-" : fixed(value, 4)
  }
}

extension EvaluationSubject {
  fileprivate var lines: [Lines] {
    var lines: [Lines] = []
    if let model {
      lines.append("\(model.file.path): \(model.precision.rawValue), run by \(runtime ?? "native")")
      lines.append("sha256 \(model.file.digest)")
    }
    if let results { lines.append("\(results.path): results\nsha256 \(results.digest)") }
    lines.append("\(annotations.path)\nsha256 \(annotations.digest)")
    return lines
  }
}

extension DarknetMetrics {
  /// For people, as percent, which darknet prints.
  fileprivate var text: Lines {
    func percent(_ value: Double) -> String { fixed(100 * value, 2) }
    let points =
      "mAP@0.50 as `darknet detector map` has it: \(percent(points101)) % (101 points), "
      + "\(percent(points11)) % (11), \(percent(area)) % (area)"
    let counted =
      "at a score of \(score): precision \(fixed(precision, 2)), recall \(fixed(recall, 2)), mean IoU "
      + "\(percent(meanIoU)) %"
    return "\(points)\n\(counted)"
  }
}

import Evaluation

extension ReportPage {
  private static let metrics: [(name: String, key: KeyPath<DetectionMetrics, Double> & Sendable)] =
    [
      ("AP, IoU .50 to .95", \.ap), ("AP50, IoU .50", \.ap50), ("AP75, IoU .75", \.ap75),
      ("AP small", \.apSmall), ("AP medium", \.apMedium), ("AP large", \.apLarge),
      ("AR, 1 detection", \.ar1), ("AR, 10 detections", \.ar10), ("AR, 100 detections", \.ar100),
      ("AR small", \.arSmall), ("AR medium", \.arMedium), ("AR large", \.arLarge),
    ]

  /// The evaluations there are, the float one first, that of a baseline before the INT8 model's.
  var evaluations: [(side: Side, report: EvaluationReport)] {
    sources.evaluations.known.map { ($0.side, $0.value) }
  }

  /// The evaluations that are held against the first one, each with the head of its differences.
  private var compared: [(head: String, side: Side, report: EvaluationReport)] {
    guard let first = evaluations.first else { return [] }
    return evaluations.dropFirst().map { side, report in
      let isPair = evaluations.count == 2
      return (isPair ? "difference" : "\(side.label) − \(first.side.label)", side, report)
    }
  }

  /// COCO's metrics.
  var accuracy: PageSection? {
    guard !sources.evaluations.isEmpty else { return nil }
    return PageSection("accuracy", "Average precision") {
      element("p") {
        "COCO’s metrics, from 0 to 100, on "
          + Formatting.plural(evaluations.first?.report.images ?? 0, "image", "images") + ". "
          + "A dash stands where there are no objects of the size."
      }
      table
      intervals
      perClass
    }
  }

  private var table: Node {
    let hasIntervals = evaluations.contains { $0.report.interval != nil }
    var head = ["metric"]
    for (side, report) in evaluations {
      head.append(side.label)
      if hasIntervals {
        head.append("\(Formatting.fixed((report.interval?.level ?? 0.95) * 100, 0)) % interval")
      }
    }
    head += compared.map(\.head)
    let rows = ReportPage.metrics.enumerated().map { index, metric in
      var row = [DataTable.Cell(metric.name)]
      for (_, report) in evaluations {
        row.append(.init(Formatting.points(report.metrics[keyPath: metric.key])))
        if hasIntervals {
          let bounds = [report.interval?.ap, report.interval?.ap50]
          row.append(.init(bounds.indices.contains(index) ? text(bounds[index]) : "", "muted"))
        }
      }
      for other in compared {
        row.append(
          difference(
            evaluations[0].report.metrics[keyPath: metric.key],
            other.report.metrics[keyPath: metric.key]))
      }
      return row
    }
    return DataTable(caption: "COCO’s twelve metrics", head: head, rows: rows, isKeyed: true).node
  }

  private func text(_ bounds: BootstrapInterval.Bounds?) -> String {
    guard let bounds, bounds.lower >= 0 else { return "" }
    return "\(Formatting.points(bounds.lower)) to \(Formatting.points(bounds.upper))"
  }

  private func difference(_ float: Double, _ int8: Double) -> DataTable.Cell {
    let text = Formatting.change(from: float, to: int8)
    return .init(text, text.hasPrefix("−") ? "loss" : text.hasPrefix("+") ? "gain" : nil)
  }

  private var intervals: Node? {
    let charts: [(String, String, [(Side, Double, BootstrapInterval.Bounds)])] = [
      (
        "interval-ap", "AP",
        evaluations.compactMap { side, report in
          report.interval.map { (side, report.metrics.ap, $0.ap) }
        }
      ),
      (
        "interval-ap50", "AP50",
        evaluations.compactMap { side, report in
          report.interval.map { (side, report.metrics.ap50, $0.ap50) }
        }
      ),
    ]
    let drawn = charts.filter { !$0.2.isEmpty && $0.2.allSatisfy { $0.2.lower >= 0 } }
    guard !drawn.isEmpty else { return nil }
    return element("div", ["class": "charts"]) {
      for (id, name, rows) in drawn { IntervalChart(id: id, name: name, rows: rows).node }
    }
  }

  /// The classes that have objects, those that lose most first.
  private var perClass: Node? {
    guard let first = evaluations.first, !first.report.perClass.isEmpty else { return nil }
    let others = compared.map { other in
      Dictionary(other.report.perClass.map { ($0.category, $0.metrics.ap) }) { one, _ in one }
    }
    let classes = first.report.perClass.filter { $0.objects > 0 }
    func loss(_ entry: CategoryMetrics) -> Double {
      entry.metrics.ap - (others.last?[entry.category] ?? entry.metrics.ap)
    }
    let sorted = classes.sorted {
      loss($0) == loss($1) ? $0.category < $1.category : loss($0) > loss($1)
    }
    let rows = sorted.map { entry in
      let found = others.map { $0[entry.category] ?? -1 }
      return [
        DataTable.Cell(entry.name), .init(Formatting.count(entry.objects)),
        .init(Formatting.points(entry.metrics.ap)),
      ] + found.map { .init(Formatting.points($0)) }
        + found.map { difference(entry.metrics.ap, $0) }
    }
    let head =
      ["class", "objects"] + evaluations.map { "AP \($0.side.label)" } + compared.map(\.head)
    return element("details") {
      element("summary") {
        "AP of \(Formatting.plural(classes.count, "class", "classes"))"
          + (compared.isEmpty ? "" : ", the largest loss first")
      }
      DataTable(caption: "AP by class", head: head, rows: rows).node
    }
  }

  /// Precision over recall.
  var curves: PageSection? {
    let halves = evaluations.compactMap { side, report in
      report.precisionRecall.atHalf.map { (side, $0) }
    }
    let means = evaluations.compactMap { side, report in
      report.precisionRecall.mean.map { (side, $0) }
    }
    guard let recalls = evaluations.first?.report.precisionRecall.recalls, !halves.isEmpty else {
      return nil
    }
    return PageSection("curves", "Precision and recall") {
      Legend.list {
        for (side, _) in evaluations { Legend.entry("curve \(side.styleClass)", side.label) }
      }
      element("div", ["class": "charts"]) {
        ReportPage.chart("At an overlap (IoU) of .50", "curve-half", recalls, halves)
        ReportPage.chart("Mean over overlaps of .50 to .95", "curve-mean", recalls, means)
      }
    }
  }

  private static func chart(
    _ title: String, _ id: String, _ recalls: [Double], _ curves: [(Side, [Double])]
  ) -> Node {
    element("figure") {
      element("figcaption") { title }
      CurveChart(
        id: id, title: "Precision over recall, \(title)", recalls: recalls,
        curves: curves.filter { $0.1.count == recalls.count }
      ).node
    }
  }
}

import Evaluation

extension ReportPage {
  /// The float model, the baseline and the INT8 model side by side; nil without a baseline.
  var columns: PageSection? {
    guard sources.hasBaseline else { return nil }
    let rows =
      [sizeRow, accuracyRow("AP, IoU .50 to .95", \.ap), accuracyRow("AP50", \.ap50)]
      + noiseRows + agreementRows + [timeRow]
    return PageSection("baseline", "Float, baseline, INT8") {
      element("p") {
        "The same float model quantized in two ways: the baseline, and the INT8 model of this page."
      }
      DataTable(
        caption: "All three on the same images",
        head: ["", Side.float.label, Side.baseline.label, Side.int8.label],
        rows: rows.compactMap(\.self)
      ).node
    }
  }

  /// A row of what is known; nil where that is nothing.
  private func row(
    _ name: String, _ cells: String?..., reference: String = ""
  ) -> [DataTable.Cell]? {
    guard cells.contains(where: { $0 != nil }) else { return nil }
    return [.init(name), .init(reference)] + cells.map { .init($0 ?? Formatting.none) }
  }

  private var sizeRow: [DataTable.Cell]? {
    let bytes = sources.bytes
    return row(
      "size", bytes.baseline.map(Formatting.bytes), bytes.int8.map(Formatting.bytes),
      reference: bytes.float.map(Formatting.bytes) ?? Formatting.none)
  }

  private func accuracyRow(
    _ name: String, _ key: KeyPath<DetectionMetrics, Double>
  ) -> [DataTable.Cell]? {
    let found = sources.evaluations
    func text(_ report: EvaluationReport?) -> String? {
      report.map { Formatting.points($0.metrics[keyPath: key]) }
    }
    return row(
      name, text(found.baseline), text(found.int8),
      reference: text(found.float) ?? Formatting.none)
  }

  /// The signal to noise of the heads, all together and each.
  private var noiseRows: [[DataTable.Cell]?] {
    guard let comparison = sources.comparison, let baseline = comparison.baseline else {
      return []
    }
    func text(_ value: Double?, _ heads: [ComparisonReport.Head]) -> String? {
      heads.isEmpty ? nil : Formatting.decibel(value)
    }
    let all = row(
      "SQNR of all heads", text(baseline.headsSQNR, baseline.heads),
      text(comparison.headsSQNR, comparison.heads))
    guard baseline.heads.count == comparison.heads.count else { return [all] }
    return [all]
      + zip(baseline.heads, comparison.heads).map { one, other in
        row("SQNR of \(other.name)", Formatting.decibel(one.sqnr), Formatting.decibel(other.sqnr))
      }
  }

  /// How far boxes or classes are those of float.
  private var agreementRows: [[DataTable.Cell]?] {
    guard let comparison = sources.comparison, let baseline = comparison.baseline else {
      return []
    }
    let pair = (baseline.detections, comparison.detections)
    var rows: [[DataTable.Cell]?] = []
    if pair.0.f1 != nil || pair.1.f1 != nil {
      func decimals(_ value: Double?, _ count: Int = 3) -> String? {
        value.map { Formatting.fixed($0, count) }
      }
      rows = [
        row("F1 with float", decimals(pair.0.f1), decimals(pair.1.f1)),
        row(
          "boxes of float found", Formatting.count(pair.0.matched),
          Formatting.count(pair.1.matched),
          reference: Formatting.count(pair.1.matched + pair.1.lost)),
        row("boxes lost", Formatting.count(pair.0.lost), Formatting.count(pair.1.lost)),
        row("boxes gained", Formatting.count(pair.0.gained), Formatting.count(pair.1.gained)),
        row("mean overlap (IoU)", decimals(pair.0.meanIoU), decimals(pair.1.meanIoU)),
        row("scores shifted by", decimals(pair.0.scoreShift), decimals(pair.1.scoreShift)),
      ]
    }
    let classes = (baseline.classification, comparison.classification)
    func percent(_ value: Double?) -> String? { value.map { "\(Formatting.points($0, 1)) %" } }
    rows += [
      row("same class first", percent(classes.0?.top1), percent(classes.1?.top1)),
      row("first five shared", percent(classes.0?.top5), percent(classes.1?.top5)),
    ]
    return rows
  }

  private var timeRow: [DataTable.Cell]? {
    let times = sources.milliseconds
    guard times.baseline != nil else { return nil }
    return row(
      "time of a run", times.baseline.map(Formatting.milliseconds),
      times.int8.map(Formatting.milliseconds),
      reference: times.float.map(Formatting.milliseconds) ?? Formatting.none)
  }
}

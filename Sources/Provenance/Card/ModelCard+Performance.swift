import JSON

extension ModelCard {
  /// The metrics with the protocol they were measured by, each protocol with a table of its own.
  var performance: [String] {
    let measurements = record.currentMeasurements.filter { $0.kind != .check }
    guard !measurements.isEmpty else {
      return ["This file has not been measured."]
    }
    return Array(measurements.map(section).joined(separator: [""]))
  }

  private func section(_ measurement: Measurement) -> [String] {
    let others = ancestors.compactMap { ancestor -> (ProvenanceRecord, Measurement)? in
      let same = ancestor.currentMeasurements.last { $0.isComparable(with: measurement) }
      return same.map { (ancestor, $0) }
    }
    let columns = [(record, measurement)] + others
    let head = ["Metric"] + columns.map { Markdown.code($0.0.artifact.file.name) }
    let rows = measurement.metrics.map { metric in
      [Markdown.text(metric.title)]
        + columns.map { column in
          let same = column.1.metrics.first { $0.name == metric.name && $0.slice == metric.slice }
          return same.map(ModelCard.text) ?? ""
        }
    }
    var lines = ["### \(Markdown.text(measurement.title))", ""]
    lines += rows.isEmpty ? ["No metrics."] : Markdown.table(head, rows)
    lines += [""] + Markdown.table(["Protocol", ""], protocolRows(measurement))
    if !measurement.checks.isEmpty {
      let checks = measurement.checks.map { check in
        [
          Markdown.text(check.name), check.verdict.rawValue,
          check.message.map(Markdown.text) ?? "",
        ]
      }
      lines += [""] + Markdown.table(["Check", "Result", ""], checks)
    }
    return lines
  }

  private func protocolRows(_ measurement: Measurement) -> [[String]] {
    var rows: [[String]] = []
    if let dataset = measurement.dataset {
      rows.append(["Data", "\(Markdown.text(dataset.title)), \(dataset.imageCount) images"])
      if let annotations = dataset.annotations {
        rows.append([
          "Annotations",
          "\(Markdown.code(annotations.name)), SHA-256 "
            + Markdown.code(annotations.digest.description),
        ])
      }
    }
    if let reference = measurement.reference {
      rows.append(["Compared with", Markdown.code(reference.name)])
    }
    rows += ModelCard.rows(measurement.protocolParameters)
    if let tool = measurement.tool { rows.append(["Measured by", ModelCard.name(tool)]) }
    if let time = measurement.circumstances?.finished { rows.append(["When", "\(time)"]) }
    return rows
  }

  /// A metric for people, to four places, with its interval.
  private static func text(_ metric: Metric) -> String {
    let unit = metric.unit.map { " " + Markdown.text($0) } ?? ""
    let interval = metric.interval.map {
      " (\(rounded($0.lowerBound)) to \(rounded($0.upperBound)))"
    }
    return rounded(metric.value) + unit + (interval ?? "")
  }

  /// A number to four places; unrounded where these would hide it or cannot be counted.
  static func rounded(_ value: Double) -> String {
    let whole = JSONValue.real(value).summary
    guard value == 0 || (0.001..<1e9).contains(value.magnitude) else { return whole }
    let units = Int((value.magnitude * 10_000).rounded())
    guard value != value.rounded() else { return whole }
    let digits = "\(units % 10_000)"
    return (value < 0 ? "-" : "") + "\(units / 10_000)."
      + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension Measurement {
  /// What was measured, for people.
  fileprivate var title: String {
    let what =
      switch kind {
      case .evaluate: "Accuracy"
      case .compare: "Agreement"
      case .rebuild: "Made again from its materials"
      default: kind.rawValue
      }
    if let dataset { return "\(what) on \(dataset.title)" }
    return reference.map { "\(what) with \($0.name)" } ?? what
  }

  /// Whether two models' metrics may stand side by side: same kind, data and protocol.
  fileprivate func isComparable(with other: Measurement) -> Bool {
    kind == .evaluate && kind == other.kind && dataset == other.dataset
      && protocolParameters == other.protocolParameters
  }
}

extension Metric {
  /// The name with the part of the data it is about, for people.
  fileprivate var title: String {
    let names = [
      "ap": "AP at IoU 0.50:0.95", "ap50": "AP at IoU 0.50", "ap75": "AP at IoU 0.75",
      "apSmall": "AP, small objects", "apMedium": "AP, medium objects",
      "apLarge": "AP, large objects", "ar1": "AR, 1 detection", "ar10": "AR, 10 detections",
      "ar100": "AR, 100 detections", "arSmall": "AR, small objects",
      "arMedium": "AR, medium objects", "arLarge": "AR, large objects",
      "top1": "Top-1 accuracy", "top5": "Top-5 accuracy",
      "top1Agreement": "Same class first", "top5Agreement": "First five classes shared",
    ]
    return (names[name] ?? name) + (slice.map { " (\($0))" } ?? "")
  }
}

import Evaluation

extension ReportSources {
  /// Whether the models rank classes, rather than find objects.
  var isOfClassifier: Bool { !accuracies.isEmpty || comparison?.classification != nil }
}

extension ReportPage {
  /// The evaluations of classifiers, the float one first.
  private var judged: [(side: Side, value: ClassificationReport)] { sources.accuracies.known }

  /// The key metrics of classifiers.
  var classCards: [Node] {
    let (float, int8) = (sources.accuracies.float, sources.accuracies.int8)
    var cards = judged.filter { $0.side != .baseline }.map { side, report in
      card(
        "Top-1 \(side.label)", Formatting.points(report.top1.value), bounds(report.top1, report))
    }
    if let float, let int8 {
      let loss = Formatting.change(from: int8.top1.value, to: float.top1.value)
      cards.append(
        card("Top-1 lost", loss.hasPrefix("+") ? String(loss.dropFirst()) : loss, "float − INT8"))
    }
    return cards
  }

  private func bounds(_ part: Proportion, _ report: ClassificationReport) -> String {
    "\(Formatting.fixed(report.level * 100, 0)) %: \(Formatting.points(part.lower, 1)) to "
      + Formatting.points(part.upper, 1)
  }

  /// How often classifiers are right.
  var classification: PageSection? {
    guard let first = judged.first?.value else { return nil }
    return PageSection("classification", "Accuracy") {
      element("p") {
        "The part of "
          + Formatting.plural(first.images, "image", "images")
          + ", from 0 to 100, whose class is ranked first (top-1), or among the first five (top-5)."
      }
      metricTable
      classTable(first)
      for (side, report) in judged where !report.confusion.isEmpty { mistakes(side, report) }
    }
  }

  private var metricTable: Node {
    var head = ["metric"]
    for (side, report) in judged {
      head += [side.label, "\(Formatting.fixed(report.level * 100, 0)) % interval"]
    }
    let metrics: [(String, KeyPath<ClassificationReport, Proportion>)] = [
      ("top-1", \.top1), ("top-5", \.top5),
    ]
    let rows = metrics.map { name, key in
      [DataTable.Cell(name)]
        + judged.flatMap { _, report in
          let part = report[keyPath: key]
          return [
            DataTable.Cell(Formatting.points(part.value)),
            .init(
              "\(Formatting.points(part.lower)) to \(Formatting.points(part.upper))", "muted"),
          ]
        }
    }
    return DataTable(caption: "Accuracy", head: head, rows: rows, isKeyed: true).node
  }

  /// The classes that have images, those that lose most first.
  private func classTable(_ first: ClassificationReport) -> Node {
    let others = judged.dropFirst().map { other in
      Dictionary(other.value.perClass.map { ($0.class, $0.top1) }) { one, _ in one }
    }
    func loss(_ entry: ClassificationReport.ClassAccuracy) -> Double {
      (entry.top1 ?? 0) - ((others.last?[entry.class] ?? nil) ?? entry.top1 ?? 0)
    }
    let sorted = first.perClass.filter { $0.images > 0 }.sorted {
      loss($0) == loss($1) ? $0.class < $1.class : loss($0) > loss($1)
    }
    func text(_ value: Double?) -> String { value.map { Formatting.points($0) } ?? Formatting.none }
    let rows = sorted.map { entry in
      [
        DataTable.Cell(entry.name), .init(Formatting.count(entry.images)), .init(text(entry.top1)),
      ] + others.map { .init(text($0[entry.class] ?? nil)) }
    }
    return element("details") {
      element("summary") {
        "Top-1 of \(Formatting.plural(sorted.count, "class", "classes"))"
          + (others.isEmpty ? "" : ", the largest loss first")
      }
      DataTable(
        caption: "Top-1 by class",
        head: ["class", "images"] + judged.map { "top-1 \($0.side.label)" }, rows: rows
      ).node
    }
  }

  private func mistakes(_ side: Side, _ report: ClassificationReport) -> Node {
    func name(_ index: Int) -> String {
      report.perClass.indices.contains(index) ? report.perClass[index].name : "\(index)"
    }
    let count = report.confusion.reduce(0) { $0 + $1.images }
    return element("details") {
      element("summary") {
        "\(Formatting.plural(count, "image", "images")) taken for another class, \(side.label)"
      }
      DataTable(
        caption: "What is taken for what, \(side.label)", head: ["class", "taken for", "images"],
        rows: report.confusion.prefix(20).map {
          [
            .init(name($0.class)), .init(name($0.found)), .init(Formatting.count($0.images)),
          ]
        }
      ).node
    }
  }
}

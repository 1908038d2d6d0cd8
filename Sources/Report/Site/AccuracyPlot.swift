import Glibc

/// Accuracy against size or time, for models that are judged by the same measure.
struct AccuracyPlot {
  /// What is plotted across.
  enum Cost: String, CaseIterable {
    case size, time

    /// In bytes or milliseconds; nil where it is not known.
    func value(_ variant: SiteModel.Variant) -> Double? {
      switch self {
      case .size: Double(max(variant.bytes, 1))
      case .time: variant.time.map { max($0.milliseconds, 1e-3) }
      }
    }

    /// For people.
    func text(_ value: Double) -> String {
      switch self {
      case .size: Formatting.bytes(Int(value))
      case .time: Formatting.milliseconds(value)
      }
    }

    /// A mark of the axis, without digits that are none.
    func mark(_ value: Double) -> String {
      switch self {
      case .size: text(value).replacing(".0 ", with: " ")
      case .time: value < 1 ? text(value) : "\(Int(value)) ms"
      }
    }

    var axis: String { self == .size ? "size of the file" : "time of a run" }

    var caption: String {
      switch self {
      case .size: "Up is more accurate, left is smaller; sizes are on a logarithmic scale."
      case .time:
        "Up is more accurate, left is faster; the medians of a run of one image, on a logarithmic "
          + "scale. Times of other machines, threads or instruction sets cannot be compared."
      }
    }

    /// What the table has beside the cost.
    func notes(_ variant: SiteModel.Variant) -> [String] {
      guard self == .time, let time = variant.time else { return [] }
      return ["\(time.threads)", time.instructionSet]
    }

    var noteHeads: [String] { self == .time ? ["threads", "instructions"] : [] }
  }

  private struct Point {
    var model: SiteModel
    var variant: SiteModel.Variant
    var accuracy: Double
    var cost: Double
  }

  /// AP, or top-1.
  let measure: String
  private let cost: Cost
  private let points: [Point]

  /// A plot for each measure and cost of which there are two points or more.
  static func all(of models: [SiteModel]) -> [PageSection] {
    Set(models.map(\.measure)).sorted().flatMap { measure in
      Cost.allCases.compactMap { cost in
        let points = models.filter { $0.measure == measure }.flatMap { model in
          model.variants.compactMap { variant -> Point? in
            guard let accuracy = variant.accuracy, let value = cost.value(variant) else {
              return nil
            }
            return Point(model: model, variant: variant, accuracy: accuracy, cost: value)
          }
        }
        guard points.count > 1 else { return nil }
        return AccuracyPlot(measure: measure, cost: cost, points: points).section
      }
    }
  }

  private var section: PageSection {
    let id: StaticString =
      switch (measure == "AP", cost) {
      case (true, .size): "ap"
      case (true, .time): "ap-time"
      case (false, .size): "top1"
      case (false, .time): "top1-time"
      }
    return PageSection(id, "\(measure) and \(cost.rawValue)") {
      element("figure") {
        Scrolling.region("\(measure) against \(cost.rawValue), drawn") { drawing("plot-\(id)") }
        Legend.list {
          AccuracyPlot.sample("float", "float")
          AccuracyPlot.sample("int8", "INT8, joined with its float model")
        }
        element("figcaption") {
          cost.caption
            + " Accuracies of models that were judged on different images cannot be compared."
        }
      }
      table
    }
  }

  private static func sample(_ style: String, _ text: String) -> Node {
    element("li") {
      element("svg", ["class": "sample", "viewBox": "0 0 36 12", "aria-hidden": "true"]) {
        Drawing.dot(18, 6, radius: 4.5, "estimate \(style)")
      }
      text
    }
  }

  private var table: Node {
    element("details") {
      element("summary") { "The numbers" }
      DataTable(
        caption: "\(measure) and \(cost.rawValue) in numbers",
        head: ["model", "precision", cost == .size ? "bytes" : "time"] + cost.noteHeads
          + [measure, "images"],
        rows: points.map { point in
          let shown =
            cost == .size ? Formatting.count(point.variant.bytes) : cost.text(point.cost)
          let texts =
            [point.model.title, point.variant.label, shown] + cost.notes(point.variant) + [
              Formatting.fixed(point.accuracy, 4),
              point.variant.images.map(Formatting.count) ?? Formatting.none,
            ]
          return texts.map { .init($0) }
        }, words: 2
      ).node
    }
  }

  private func drawing(_ id: String) -> Node {
    let places = points.map { log10($0.cost) }
    let left = ((places.min() ?? 0) - 0.15)
    let right = ((places.max() ?? 1) + 0.35)
    let accuracies = points.map(\.accuracy)
    let top = min(1, ((accuracies.max() ?? 1) * 20 + 1).rounded(.up) / 20)
    let bottom = max(0, ((accuracies.min() ?? 0) * 20 - 1).rounded(.down) / 20)
    let area = ChartArea(
      width: 900, height: 420, x: left...right, y: bottom...max(top, bottom + 0.05))
    let marks = (-3...12).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
      .filter { (left...right).contains(log10($0)) }
    return Drawing.svg(
      id, width: 900, height: 420, title: "\(measure) against \(cost.rawValue)",
      description: description, styleClass: "chart wide", hasLinks: true
    ) {
      area.axes(
        xTicks: marks.map { (log10($0), cost.mark($0)) },
        yTicks: ChartArea.ticks(area.y, about: 6).map { ($0, Formatting.fixed($0, 2)) },
        xTitle: cost.axis, yTitle: measure)
      for model in Set(points.map(\.model.name)).sorted() { series(model, area) }
    }
  }

  private func series(_ name: String, _ area: ChartArea) -> [Node] {
    let own = points.filter { $0.model.name == name }
    guard let first = own.first else { return [] }
    let places = own.map { (x: area.across(log10($0.cost)), y: area.down($0.accuracy)) }
    let float = places[0]
    var nodes: [Node] = places.dropFirst().map {
      Drawing.line($0.x, $0.y, float.x, float.y, "grid")
    }
    for (point, place) in zip(own, places) {
      let isFloat = point.variant.label.hasPrefix("float")
      nodes.append(
        Drawing.dot(place.x, place.y, radius: 5, "estimate \(isFloat ? "float" : "int8")"))
    }
    nodes.append(
      element("a", ["href": first.model.page]) {
        Drawing.text(first.model.title, float.x + 9, float.y + 4)
      })
    return nodes
  }

  private var description: String {
    points.map {
      "\($0.model.title) \($0.variant.label): \(cost.text($0.cost)), "
        + Formatting.fixed($0.accuracy, 4)
    }.joined(separator: "; ") + "."
  }
}

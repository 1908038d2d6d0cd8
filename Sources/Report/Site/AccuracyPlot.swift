import Glibc

/// Accuracy against size, for models that are judged by the same measure.
struct AccuracyPlot {
  /// AP, or top-1.
  let measure: String
  private let points: [(model: SiteModel, variant: SiteModel.Variant, accuracy: Double)]

  /// A plot for each measure of which there are two points or more.
  static func all(of models: [SiteModel]) -> [PageSection] {
    Set(models.map(\.measure)).sorted().compactMap { measure in
      let points = models.filter { $0.measure == measure }.flatMap { model in
        model.variants.compactMap { variant in
          variant.accuracy.map { (model: model, variant: variant, accuracy: $0) }
        }
      }
      guard points.count > 1 else { return nil }
      let plot = AccuracyPlot(measure: measure, points: points)
      return PageSection(measure == "AP" ? "ap" : "top1", "\(measure) and size") {
        element("figure") {
          Scrolling.region("\(measure) against size, drawn") { plot.drawing }
          Legend.list {
            sample("float", "float")
            sample("int8", "INT8, joined with its float model")
          }
          element("figcaption") {
            "Up is more accurate, left is smaller; sizes are on a logarithmic scale. Accuracies of "
              + "models that were judged on different images cannot be compared."
          }
        }
        plot.table
      }
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
        caption: "\(measure) and size", head: ["model", "precision", "bytes", measure, "images"],
        rows: points.map { point in
          [
            .init(point.model.title), .init(point.variant.label),
            .init(Formatting.count(point.variant.bytes)),
            .init(Formatting.fixed(point.accuracy, 4)),
            .init(point.variant.images.map(Formatting.count) ?? Formatting.none),
          ]
        }, words: 2
      ).node
    }
  }

  private static func place(_ bytes: Int) -> Double { log10(Double(max(bytes, 1))) }

  private var drawing: Node {
    let places = points.map { AccuracyPlot.place($0.variant.bytes) }
    let left = ((places.min() ?? 0) - 0.15)
    let right = ((places.max() ?? 1) + 0.35)
    let accuracies = points.map(\.accuracy)
    let top = min(1, ((accuracies.max() ?? 1) * 20 + 1).rounded(.up) / 20)
    let bottom = max(0, ((accuracies.min() ?? 0) * 20 - 1).rounded(.down) / 20)
    let area = ChartArea(
      width: 900, height: 420, x: left...right, y: bottom...max(top, bottom + 0.05))
    let marks = (0...12).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
      .filter { (left...right).contains(log10($0)) }
    return Drawing.svg(
      "plot-\(measure == "AP" ? "ap" : "top1")", width: 900, height: 420,
      title: "\(measure) against size", description: description, styleClass: "chart wide"
    ) {
      area.axes(
        xTicks: marks.map { (log10($0), Formatting.bytes(Int($0)).replacing(".0 ", with: " ")) },
        yTicks: ChartArea.ticks(area.y, about: 6).map { ($0, Formatting.fixed($0, 2)) },
        xTitle: "size of the file", yTitle: measure)
      for model in Set(points.map(\.model.name)).sorted() { series(model, area) }
    }
  }

  private func series(_ name: String, _ area: ChartArea) -> [Node] {
    let own = points.filter { $0.model.name == name }
    guard let first = own.first else { return [] }
    let places = own.map {
      (x: area.across(AccuracyPlot.place($0.variant.bytes)), y: area.down($0.accuracy))
    }
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
      "\($0.model.title) \($0.variant.label): \(Formatting.bytes($0.variant.bytes)), "
        + Formatting.fixed($0.accuracy, 4)
    }.joined(separator: "; ") + "."
  }
}

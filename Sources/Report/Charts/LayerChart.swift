/// Ratios of signal to noise over the layers of a network.
struct LayerChart {
  /// One layer.
  struct Point {
    var layer: Int
    var output: Double?
    var weights: Double?
  }

  /// In the order of the network.
  var points: [Point]
  /// All heads together.
  var heads: Double?

  /// The drawing.
  var node: Node {
    let values = points.flatMap { [$0.output, $0.weights] }.compactMap(\.self) + [heads ?? 0]
    let top = max(10, (((values.max() ?? 0) + 3) / 10).rounded(.up) * 10)
    let bottom = min(0, ((values.min() ?? 0) / 10).rounded(.down) * 10)
    let last = Double(max(points.last?.layer ?? 1, 1))
    let area = ChartArea(width: 900, height: 330, x: -0.5...(last + 0.5), y: bottom...top)
    return Drawing.svg(
      "layers-chart", width: 900, height: 330, title: "Signal to noise of each layer, in dB",
      description: description, styleClass: "chart wide"
    ) {
      area.axes(
        xTicks: ChartArea.ticks(0...last, about: 14).filter { $0 == $0.rounded() }.map {
          ($0, Formatting.fixed($0, 0))
        }, yTicks: ChartArea.ticks(area.y, about: 6).map { ($0, Formatting.fixed($0, 0)) },
        xTitle: "darknet layer", yTitle: "SQNR, dB")
      if let heads {
        Drawing.line(area.left, area.down(heads), area.plotRight, area.down(heads), "level")
      }
      series(area)
      worst(area)
    }
  }

  private func series(_ area: ChartArea) -> [Node] {
    let outputs = points.compactMap { point in
      point.output.map { (x: Double(point.layer), y: $0) }
    }
    let weights = points.compactMap { point in
      point.weights.map { (x: Double(point.layer), y: $0) }
    }
    return [Drawing.path(area.path(outputs), "curve int8 thin solid")]
      + weights.map { point in
        let (x, y) = (area.across(point.x), area.down(point.y))
        return Drawing.rectangle(x - 3, y - 3, 6, 6, "weights")
      } + outputs.map { Drawing.dot(area.across($0.x), area.down($0.y), radius: 3.6, "point") }
  }

  /// The numbers of the three worst layers beside their points.
  private func worst(_ area: ChartArea) -> [Node] {
    ranked.prefix(3).compactMap { point in
      point.output.map { output in
        Drawing.text(
          "\(point.layer)", area.across(Double(point.layer)), area.down(output) + 17,
          anchor: "middle", styleClass: "mark")
      }
    }
  }

  private var ranked: [Point] {
    points.filter { $0.output != nil }.sorted { ($0.output ?? 0) < ($1.output ?? 0) }
  }

  private var description: String {
    let worst = ranked.prefix(3).map { "layer \($0.layer) with \(Formatting.decibel($0.output))" }
    return "\(Formatting.plural(points.count, "layer", "layers")); the worst: "
      + worst.joined(separator: ", ") + "."
  }
}

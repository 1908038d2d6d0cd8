import Evaluation

/// Metrics with the intervals they are sure to, one line for each model.
struct IntervalChart {
  var id: String
  var name: String
  var rows: [(side: Side, value: Double, bounds: BootstrapInterval.Bounds)]

  /// The drawing.
  var node: Node {
    let low = max(0, (rows.map(\.bounds.lower).min() ?? 0) - 0.02)
    let high = min(1, (rows.map(\.bounds.upper).max() ?? 1) + 0.02)
    let height = Double(rows.count) * 30 + 44
    let area = ChartArea(
      width: 440, height: height, left: rows.contains { $0.side == .baseline } ? 72 : 56, top: 4,
      x: low...max(high, low + 0.01), y: 0...1)
    return Drawing.svg(
      id, width: 440, height: height, title: "\(name) with its interval",
      description: description
    ) {
      for tick in ChartArea.ticks(area.x, about: 6) {
        let x = area.across(tick)
        Drawing.line(x, area.top, x, area.plotBottom, "grid")
        Drawing.text(
          Formatting.fixed(tick * 100, 0), x, area.plotBottom + 17, anchor: "middle")
      }
      Drawing.line(area.left, area.plotBottom, area.plotRight, area.plotBottom, "axis")
      Drawing.text(name, (area.left + area.plotRight) / 2, height - 4, anchor: "middle")
      for (index, row) in rows.enumerated() {
        let y = area.top + 15 + Double(index) * 30
        Drawing.text(row.side.label, area.left - 10, y + 4, anchor: "end")
        Drawing.line(
          area.across(row.bounds.lower), y, area.across(row.bounds.upper), y,
          "whisker \(row.side.styleClass)")
        Drawing.dot(area.across(row.value), y, radius: 5.5, "estimate \(row.side.styleClass)")
      }
    }
  }

  private var description: String {
    rows.map { row in
      "\(row.side.label): \(Formatting.points(row.value)), from \(Formatting.points(row.bounds.lower)) to "
        + "\(Formatting.points(row.bounds.upper))."
    }.joined(separator: " ")
  }
}

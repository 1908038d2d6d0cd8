/// Where in a drawing numbers are plotted.
struct ChartArea {
  var width: Double
  var height: Double
  var left = 46.0
  var right = 12.0
  var top = 12.0
  var bottom = 40.0
  /// The numbers at the left and right edge.
  var x: ClosedRange<Double>
  /// The numbers at the lower and upper edge.
  var y: ClosedRange<Double>

  /// The right edge of the plot.
  var plotRight: Double { width - right }
  /// The lower edge of the plot.
  var plotBottom: Double { height - bottom }

  /// Where a number lies across.
  func across(_ value: Double) -> Double {
    left + (plotRight - left) * ChartArea.part(value, of: x)
  }

  /// Where a number lies down.
  func down(_ value: Double) -> Double {
    plotBottom - (plotBottom - top) * ChartArea.part(value, of: y)
  }

  private static func part(_ value: Double, of range: ClosedRange<Double>) -> Double {
    let span = range.upperBound - range.lowerBound
    guard span > 0, value.isFinite else { return 0 }
    return min(max((value - range.lowerBound) / span, 0), 1)
  }

  /// A path through points.
  func path(_ points: [(x: Double, y: Double)]) -> String {
    points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(Formatting.coordinate(across(point.x))) "
        + Formatting.coordinate(down(point.y))
    }.joined(separator: " ")
  }
}

extension ChartArea {
  /// Lines and numbers at both axes, with what they count.
  func axes(
    xTicks: [(value: Double, label: String)], yTicks: [(value: Double, label: String)],
    xTitle: String, yTitle: String
  ) -> [Node] {
    yTicks.map { tick in
      element("g", ["class": "tick"]) {
        Drawing.line(left, down(tick.value), plotRight, down(tick.value), "grid")
        Drawing.text(tick.label, left - 7, down(tick.value) + 4, anchor: "end")
      }
    }
      + xTicks.map { tick in
        element("g", ["class": "tick"]) {
          Drawing.line(across(tick.value), plotBottom, across(tick.value), plotBottom + 4, "axis")
          Drawing.text(tick.label, across(tick.value), plotBottom + 17, anchor: "middle")
        }
      } + [
        Drawing.line(left, plotBottom, plotRight, plotBottom, "axis"),
        Drawing.text(xTitle, (left + plotRight) / 2, height - 4, anchor: "middle"),
        Drawing.text(yTitle, 12, (top + plotBottom) / 2, anchor: "middle", turned: true),
      ]
  }

  /// Round numbers that divide a range into about as many parts as asked for.
  static func ticks(_ range: ClosedRange<Double>, about count: Int) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite, count > 0 else { return [range.lowerBound] }
    var unit = 1.0
    while unit * 10 <= span / Double(count), unit < 1e30 { unit *= 10 }
    while unit > span / Double(count), unit > 1e-30 { unit /= 10 }
    let step = [1.0, 2, 5, 10].map { $0 * unit }.first { span / $0 <= Double(count) } ?? unit * 10
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    guard last >= first, last - first < 100 else { return [range.lowerBound] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }
}

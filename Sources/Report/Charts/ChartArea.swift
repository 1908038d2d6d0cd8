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
      "\(index == 0 ? "M" : "L")\(Figure.coordinate(across(point.x))) "
        + Figure.coordinate(down(point.y))
    }.joined(separator: " ")
  }
}

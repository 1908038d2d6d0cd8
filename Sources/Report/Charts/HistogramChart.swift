import Quantization

/// How often a tensor's numbers were seen, with the range that was chosen for them.
struct HistogramChart {
  var id: String
  var tensor: QuantizationReport.StoredTensor
  var histogram: QuantizationReport.Profile

  /// The most bars that are drawn; more bins are summed.
  private static let bars = 72

  /// The drawing; heights are logarithms of counts.
  var node: Node {
    let bars = summed
    let most = max(bars.max() ?? 1, 10)
    let decades = HistogramChart.decades(most)
    let area = ChartArea(
      width: 340, height: 200, left: 52, top: 8,
      x: Double(histogram.lower)...Double(histogram.upper),
      y: 0...decades)
    let (low, high) = (area.across(Double(tensor.lower)), area.across(Double(tensor.upper)))
    return Drawing.svg(
      id, width: 340, height: 200, title: "Numbers in \(tensor.name)", description: description
    ) {
      Drawing.rectangle(low, area.top, high - low, area.plotBottom - area.top, "range")
      area.axes(
        xTicks: ChartArea.ticks(area.x, about: 5).map { ($0, Formatting.short($0)) },
        yTicks: stride(from: 0, through: decades, by: decades > 4 ? 2 : 1).map {
          ($0, HistogramChart.power($0))
        }, xTitle: "value", yTitle: "count")
      Drawing.path(outline(bars, area), "bars")
      Drawing.line(low, area.top, low, area.plotBottom, "bound")
      Drawing.line(high, area.top, high, area.plotBottom, "bound")
    }
  }

  private func outline(_ bars: [Double], _ area: ChartArea) -> String {
    let step = (area.plotRight - area.left) / Double(bars.count)
    let bottom = Formatting.coordinate(area.plotBottom)
    return bars.enumerated().filter { $0.element > 0 }.map { index, count in
      let left = Formatting.coordinate(area.left + Double(index) * step)
      let right = Formatting.coordinate(area.left + Double(index + 1) * step)
      // A single number is seen, too.
      let top = Formatting.coordinate(
        min(area.down(HistogramChart.log10(count)), area.plotBottom - 2))
      return "M\(left) \(bottom)V\(top)H\(right)V\(bottom)Z"
    }.joined()
  }

  private var summed: [Double] {
    let counts = histogram.counts.map { Double($0) }
    let bars = min(counts.count, HistogramChart.bars)
    return (0..<bars).map { bar in
      counts[bar * counts.count / bars..<(bar + 1) * counts.count / bars].reduce(0, +)
    }
  }

  private var description: String {
    func short(_ value: Float) -> String { Formatting.short(Double(value)) }
    return "Seen from \(short(tensor.minimum)) to \(short(tensor.maximum)); stored from "
      + "\(short(tensor.lower)) to \(short(tensor.upper)), which leaves out "
      + "\(Formatting.fixed(tensor.clippedFraction * 100, 3)) % of the numbers."
  }

  /// The power of ten at or above a count.
  private static func decades(_ count: Double) -> Double {
    var (decades, bound) = (0.0, 1.0)
    while bound < count, decades < 30 { (decades, bound) = (decades + 1, bound * 10) }
    return decades
  }

  /// The logarithm of a count by halving, since the standard library has none.
  private static func log10(_ value: Double) -> Double {
    guard value >= 1 else { return 0 }
    var (rest, result, part) = (value.significand, Double(value.exponent), 0.5)
    for _ in 0..<20 {
      rest *= rest
      if rest >= 2 { (rest, result) = (rest / 2, result + part) }
      part /= 2
    }
    return result * 0.301_029_995_663_981_2
  }

  private static func power(_ exponent: Double) -> String {
    let digits = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let number = Int(exponent)
    guard number > 0 else { return "1" }
    return "10" + "\(number)".compactMap { $0.wholeNumberValue }.map { digits[$0] }.joined()
  }
}

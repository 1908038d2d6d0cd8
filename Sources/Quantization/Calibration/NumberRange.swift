/// Real numbers around 0 that an encoding is to cover.
struct NumberRange {
  /// At most 0.
  var lower: Double
  /// At least 0.
  var upper: Double

  /// The range between two numbers, extended to 0.
  init(lower: Double, upper: Double) {
    self.lower = min(lower, 0)
    self.upper = max(upper, 0)
  }

  /// The range of all numbers.
  init(_ histogram: Histogram) {
    self.init(lower: Double(histogram.minimum), upper: Double(histogram.maximum))
  }

  /// The range of a part of the numbers, what is left out being taken from both ends alike.
  init(_ histogram: Histogram, keeping part: Double) {
    let part = min(max(part, 0), 1)
    let tail = (1 - part) / 2 * Double(histogram.count)
    self.init(
      lower: histogram.number(after: tail),
      upper: histogram.number(after: Double(histogram.count) - tail))
  }

  /// Whether another range lies within.
  func contains(_ other: NumberRange) -> Bool { lower <= other.lower && other.upper <= upper }
}

extension Histogram {
  /// The number that is larger than `rank` of all; 0 where there are none.
  fileprivate func number(after rank: Double) -> Double {
    var seen = 0.0
    for (index, count) in counts.enumerated() {
      let bin = firstBin + index
      if bin == 0, zeros > 0 {
        seen += Double(zeros)
        if seen >= rank { return 0 }
      }
      guard count > 0 else { continue }
      seen += Double(count)
      if seen >= rank {
        let position = Double(bin + 1) - (seen - rank) / Double(count)
        return min(max(position * Double(binWidth), Double(minimum)), Double(maximum))
      }
    }
    return isEmpty ? 0 : Double(maximum)
  }
}

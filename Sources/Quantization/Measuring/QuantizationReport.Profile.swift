extension QuantizationReport.Profile {
  /// As many bins as a small chart can show.
  private static let bins = 64

  /// Puts what was counted into few bins; nil where there is nothing but zeros.
  init?(_ histogram: Histogram) {
    guard !histogram.isAllZero else { return nil }
    lower = min(histogram.minimum, 0)
    upper = max(histogram.maximum, 0)
    // In double precision: the difference of two floats may be no float.
    let first = Double(lower)
    let width = (Double(upper) - first) / Double(Self.bins)
    counts = Array(repeating: 0, count: Self.bins)
    guard width > 0 else { return nil }
    for bin in histogram.bins {
      let place = Int((Double(bin.value) - first) / width)
      counts[min(max(place, 0), Self.bins - 1)] += bin.count
    }
  }
}

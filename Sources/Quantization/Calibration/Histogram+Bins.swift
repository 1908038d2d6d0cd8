extension Histogram {
  /// Numbers that are about the same.
  public struct Bin: Hashable, Sendable {
    /// What each of them is taken for: the centre of the bin, within the minimum and the maximum.
    public var value: Float
    /// How many they are, at least 1.
    public var count: UInt64
  }

  /// The bins that are not empty, in the order of their values; zeros are a bin of their own.
  public var bins: [Bin] {
    var bins: [Bin] = []
    let first = firstBin
    for (index, count) in counts.enumerated() {
      if first + index == 0, zeros > 0 { bins.append(Bin(value: 0, count: zeros)) }
      if count > 0 { bins.append(Bin(value: center(of: first + index), count: count)) }
    }
    return bins
  }

  private func center(of bin: Int) -> Float {
    min(max((Float(bin) + 0.5) * binWidth, minimum), maximum)
  }

  /// The mean, taken from `bins`; 0 where there are no numbers.
  public var mean: Double { average { $0 } }

  /// The mean square, taken from `bins`; 0 where there are no numbers.
  public var power: Double { average { $0 * $0 } }

  private func average(_ function: (Double) -> Double) -> Double {
    isEmpty
      ? 0 : bins.reduce(0) { $0 + function(Double($1.value)) * Double($1.count) } / Double(count)
  }

  /// What an element-wise function makes of the numbers: each is taken for the value of its bin.
  ///
  /// The minimum and the maximum are exact where the function is monotone. Numbers that the function
  /// makes infinite or no number are counted as such.
  public func mapped(_ function: (Float) -> Float) -> Histogram {
    var mapped = Histogram()
    mapped.nonFinite = nonFinite
    guard !isEmpty else { return mapped }
    let values = bins.map { Bin(value: function($0.value), count: $0.count) }
    let ends = [function(minimum), function(maximum)] + values.map(\.value)
    let finite = ends.filter(\.isFinite)
    guard let lowest = finite.min(), let highest = finite.max() else {
      mapped.nonFinite += count
      return mapped
    }
    mapped.include(lowest + 0, highest + 0)
    for bin in values {
      if !bin.value.isFinite {
        mapped.nonFinite += bin.count
      } else if bin.value == 0 {
        mapped.zeros += bin.count
      } else {
        let index = Histogram.bin(of: bin.value, exponent: mapped.exponent) - mapped.firstBin
        mapped.counts[index] += bin.count
      }
    }
    return mapped
  }
}

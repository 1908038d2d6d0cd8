import Kernels

/// How often which real numbers occur.
///
/// Numbers are counted in bins that meet at 0 and have a width of a power of two: with k the whole
/// part of |x| / width, bin k for x above 0 and bin -1 - k for x below. The width is the smallest
/// for which k stays below 4,096, so at least 2,048 bins cover the larger side. When a larger number
/// comes, the width is doubled and neighbouring bins are merged, which loses no count and equals
/// having counted with that width from the start. So the histogram is a function of the numbers
/// alone, not of their order or of how they were split and merged. Zeros, which often are half of
/// all numbers and have no error in any encoding, are counted by themselves.
public struct Histogram: Hashable, Sendable {
  /// The bins of one sign.
  static let half = 4_096
  /// The exponents of bin widths. The smallest makes all numbers below 2^-88 small ones and keeps
  /// scales, and their products, normal numbers; the largest holds all floats.
  static let exponents = -100...116
  /// The most numbers that are counted, 2^53: JSON knows whole numbers up to there.
  static let largestCount: UInt64 = 1 << 53

  /// The width of the bins is 2 to the power of this.
  public internal(set) var exponent = Histogram.exponents.lowerBound
  /// The smallest number; infinity where there is none.
  public internal(set) var minimum = Float.infinity
  /// The largest number; minus infinity where there is none.
  public internal(set) var maximum = -Float.infinity
  /// How many numbers are 0.
  public internal(set) var zeros: UInt64 = 0
  /// How many numbers were left out because they are infinite or not numbers.
  public internal(set) var nonFinite: UInt64 = 0
  /// How many numbers other than 0 are in each bin, from that of the minimum to that of the maximum.
  public internal(set) var counts: [UInt64] = []

  /// Creates a histogram of no numbers.
  public init() {}

  /// The first bin of `counts`: -4,096 to 4,095; 0 where there is none.
  public var firstBin: Int { isEmpty ? 0 : Histogram.bin(of: minimum, exponent: exponent) }

  /// Whether there are no numbers.
  public var isEmpty: Bool { minimum > maximum }

  /// Whether there is nothing but zeros, or nothing at all, so that nothing is known of the range.
  public var isAllZero: Bool { isEmpty || (minimum == 0 && maximum == 0) }

  /// How many numbers there are, without those that are not finite.
  public var count: UInt64 { counts.reduce(zeros, +) }

  /// The width of the bins.
  public var binWidth: Float { Histogram.width(exponent) }

  static func width(_ exponent: Int) -> Float {
    Float(sign: .plus, exponent: exponent, significand: 1)
  }

  /// The bin of a number that has one.
  static func bin(of number: Float, exponent: Int) -> Int {
    let whole = Int((number.magnitude / width(exponent)).rounded(.towardZero))
    return number < 0 ? -1 - whole : whole
  }

  /// The smallest exponent for which numbers have a bin.
  static func exponent(for minimum: Float, _ maximum: Float) -> Int {
    let largest = max(minimum.magnitude, maximum.magnitude)
    return largest == 0
      ? exponents.lowerBound : max(Int(largest.exponent) - 11, exponents.lowerBound)
  }

  /// Makes room for numbers from `minimum` to `maximum`; neighbouring bins are merged if necessary.
  mutating func include(_ minimum: Float, _ maximum: Float) {
    let (first, before) = (firstBin, exponent)
    self.minimum = min(self.minimum, minimum)
    self.maximum = max(self.maximum, maximum)
    exponent = Histogram.exponent(for: self.minimum, self.maximum)
    let last = Histogram.bin(of: self.maximum, exponent: exponent)
    guard exponent != before || first != firstBin || counts.count != last - firstBin + 1 else {
      return
    }
    var wider = [UInt64](repeating: 0, count: last - firstBin + 1)
    let shift = exponent - before
    for (index, count) in counts.enumerated() {
      // Shifting rounds down, so bins -1 and -2 meet in -1, like 0 and 1 in 0.
      wider[((first + index) >> shift) - firstBin] += count
    }
    counts = wider
  }
}

extension Histogram {
  /// Counts numbers.
  public mutating func add(_ numbers: UnsafeBufferPointer<Float>) {
    let most = dk_histogram_most
    for start in stride(from: 0, to: numbers.count, by: most) {
      addPiece(UnsafeBufferPointer(rebasing: numbers[start..<min(start + most, numbers.count)]))
    }
  }

  /// Counts numbers.
  public mutating func add(_ numbers: [Float]) {
    numbers.withUnsafeBufferPointer { add($0) }
  }

  /// Counts at most `dk_histogram_most` numbers, which then are still in the cache when they are
  /// looked at again.
  private mutating func addPiece(_ numbers: UnsafeBufferPointer<Float>) {
    let summary = dk_summarize_f32(numbers.baseAddress, numbers.count)
    nonFinite += UInt64(summary.non_finite)
    guard summary.non_finite < numbers.count else { return }
    include(summary.minimum, summary.maximum)
    let first = firstBin
    counts.withUnsafeMutableBufferPointer { bins in
      dk_histogram_f32(
        numbers.baseAddress, numbers.count, Int32(exponent), bins.baseAddress,
        first + Histogram.half,
        bins.count)
      if summary.zeros > 0 { bins[-first] -= UInt64(summary.zeros) }
    }
    zeros += UInt64(summary.zeros)
  }

  /// Counts the numbers of another histogram.
  public mutating func merge(_ other: Histogram) {
    nonFinite += other.nonFinite
    guard !other.isEmpty else { return }
    include(other.minimum, other.maximum)
    let (first, shift) = (firstBin, exponent - other.exponent)
    for (index, count) in other.counts.enumerated() {
      counts[((other.firstBin + index) >> shift) - first] += count
    }
    zeros += other.zeros
  }
}

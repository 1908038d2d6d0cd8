import Kernels

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

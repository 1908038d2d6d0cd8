import Graph
import Glibc

/// The Kullback-Leibler divergence of a distribution from what an encoding makes of it.
///
/// As in TensorRT's calibration (Migacz, GTC 2017): what is clipped counts as the outermost bins of
/// the distribution, while the approximation of it, made without them, spreads what is stored as the
/// same number evenly over the bins it comes from, empty ones left out. There the range is the same
/// on both sides of 0; here it has two ends. Numbers are taken to be spread evenly over their bin.
/// Zeros, which are stored exactly, are left out: the mass at one point would draw the range
/// together.
struct Divergence {
  private let width: Double
  private let first: Int
  private let counts: [Double]
  /// Sums up to the start of each bin: of counts, of bins that are not empty, and of c ln c.
  private var sums: [SIMD4<Double>] = [.zero]

  init(_ histogram: Histogram) {
    width = Double(histogram.binWidth)
    first = histogram.firstBin
    counts = histogram.counts.map { Double($0) }
    sums.reserveCapacity(counts.count + 1)
    for (index, count) in counts.enumerated() {
      sums.append(sums[index] + (count > 0 ? SIMD4(count, 1, count * log(count), 0) : .zero))
    }
  }

  /// What is stored by clipping alone does not occur in the approximation, which would make the
  /// divergence infinite; it is taken for this part of a number, as by onnxruntime's calibration.
  private static let trace = 1e-4

  /// The divergence in nats; infinite for encodings that are finer than the bins.
  func value(of encoding: QuantizationEncoding) -> Double {
    let scale = Double(encoding.scale) / width
    guard scale >= 1 else { return .infinity }
    func boundary(_ stored: Int) -> Double { (Double(stored - encoding.zeroPoint) - 0.5) * scale }
    let limits = encoding.limits
    // What is clipped goes to a bin, so the outermost boundaries are those of bins.
    let start = index(boundary(limits.lowerBound).rounded())
    let end = index(boundary(limits.upperBound + 1).rounded())
    guard start < end, let total = sums.last?[0], total > 0 else { return .infinity }
    let (below, above) = (sums[start][0], total - sums[end][0])
    let kept = total - below - above
    guard kept > 0 else { return .infinity }
    var terms = sums[end][2] - sums[start][2]
    terms += gain(below, at: start) + gain(above, at: end - 1)
    var before = sums[start]
    for stored in limits {
      let next =
        stored == limits.upperBound
        ? sums[end] : partial(min(max(boundary(stored + 1), position(start)), position(end)))
      var cell = next - before
      before = next
      let isFirst = stored == limits.lowerBound
      let isLast = stored == limits.upperBound
      var mass = cell[0]
      if isFirst, below > 0 {
        mass += below
        if counts[start] == 0 { cell[1] += 1 }
      }
      if isLast, above > 0 {
        mass += above
        if counts[end - 1] == 0 { cell[1] += 1 }
      }
      guard mass > 0 else { continue }
      terms -= mass * log(cell[0] > 0 ? cell[0] / cell[1] : Divergence.trace)
    }
    return terms / total - log(total) + log(kept)
  }

  /// By how much c ln c grows where `more` is added to a bin.
  private func gain(_ more: Double, at index: Int) -> Double {
    guard more > 0 else { return 0 }
    let count = counts[index]
    return (count + more) * log(count + more) - (count > 0 ? count * log(count) : 0)
  }

  private func position(_ index: Int) -> Double { Double(first + index) }

  private func index(_ position: Double) -> Int {
    min(max(Int(position) - first, 0), counts.count)
  }

  /// The sums up to a position, in bins.
  private func partial(_ position: Double) -> SIMD4<Double> {
    let bin = index(position.rounded(.down))
    guard bin < counts.count else { return sums[bin] }
    return sums[bin] + (sums[bin + 1] - sums[bin]) * (position - Double(first + bin))
  }
}

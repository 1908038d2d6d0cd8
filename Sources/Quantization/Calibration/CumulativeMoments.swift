/// Sums over all numbers of a histogram below any point, of f(x)^0, f(x)^1 and f(x)^2.
///
/// Numbers are taken to be spread evenly over their bin, and f to be straight inside of it, so that
/// bins which a point divides are divided exactly; otherwise the error of a step not much wider than
/// a bin would depend on how the two happen to lie. Zeros are left out.
struct CumulativeMoments: Sendable {
  /// Sums of f(x)^0, f(x)^1 and f(x)^2; the last element is not used.
  typealias Sums = SIMD4<Double>

  private let width: Double
  private let firstBin: Int
  let minimum: Double
  let maximum: Double
  /// f at the ends of the bins, of which the outer ones are the minimum and the maximum.
  private var values: [Double] = []
  /// The sums up to the ends of the bins.
  private var sums: [Sums] = [.zero]
  private let counts: [UInt64]

  /// Sums over a histogram that is not empty.
  init(_ histogram: Histogram, _ function: (Float) -> Float) {
    width = Double(histogram.binWidth)
    firstBin = histogram.firstBin
    minimum = Double(histogram.minimum)
    maximum = Double(histogram.maximum)
    counts = histogram.counts
    values = (0...counts.count).map { Double(function(Float(edge($0)))) }
    sums.reserveCapacity(values.count)
    for index in counts.indices {
      sums.append(sums[index] + part(1, of: index))
    }
  }

  /// The sums over all numbers.
  var total: Sums { sums[counts.count] }

  /// The sums over all numbers below a point.
  func below(_ point: Double) -> Sums {
    if point <= minimum { return .zero }
    if point >= maximum { return total }
    let bin = Int((point / width).rounded(.down)) - firstBin
    let index = min(max(bin, 0), counts.count - 1)
    let (lower, upper) = (edge(index), edge(index + 1))
    return sums[index] + part((point - lower) / (upper - lower), of: index)
  }

  /// Where bin `index` of the counts starts.
  private func edge(_ index: Int) -> Double {
    min(max(Double(firstBin + index) * width, minimum), maximum)
  }

  /// The sums over the lower part `t`, 0 to 1, of a bin: integrals of (a + d t)^n.
  private func part(_ t: Double, of index: Int) -> Sums {
    let a = values[index]
    let d = values[index + 1] - a
    let integrals = Sums(t, t * (a + d * t / 2), t * (a * a + d * t * (a + d * t / 3)), 0)
    return Double(counts[index]) * integrals
  }
}

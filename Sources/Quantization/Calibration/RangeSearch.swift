import Graph

/// Chooses encodings from what was counted.
public struct RangeSearch: Hashable, Sendable {
  /// How the range is chosen.
  public var method: RangeMethod
  /// The type of the stored numbers: `uint8` or `int8`.
  public var element: ElementType

  /// A search.
  public init(_ method: RangeMethod, element: ElementType = .uint8) {
    self.method = method
    self.element = element
  }

  /// The encoding for a tensor, see `encoding(for:)`.
  ///
  /// - Parameter function: what is applied to the tensor next; of interest to `meanSquaredError`.
  public func encoding(
    for histogram: Histogram, through function: Objective.Function? = nil
  ) -> QuantizationEncoding {
    encoding(for: Objective(histogram, through: function))
  }

  /// The encoding for tensors that share one.
  ///
  /// Of several tensors `minMax` covers the ranges of all, `percentile` and `entropy` see all numbers
  /// together, `meanSquaredError` minimizes `Objective.noise(of:)`. 0 is always one of the real
  /// numbers of the encoding. Where there is nothing but zeros, or nothing at all, see
  /// `NumberRange.encoding(element:)`.
  public func encoding(for objective: Objective) -> QuantizationEncoding {
    let histogram = objective.histogram
    let all = NumberRange(histogram)
    switch method {
    case .minMax:
      return all.encoding(element: element)
    case .percentile(let kept):
      return NumberRange(histogram, keeping: kept).encoding(element: element)
    case .entropy:
      let divergence = Divergence(histogram)
      return best(within: all) { divergence.value(of: $0) }
    case .meanSquaredError:
      return best(within: all) { objective.noise(of: $0) }
    }
  }

  /// The encoding with the least cost: the best of a grid of ranges with ends at 0 or at powers of
  /// 1/√2 of the ends of `all`, then moved in ever smaller steps while that helps.
  private func best(
    within all: NumberRange, cost: (QuantizationEncoding) -> Double
  ) -> QuantizationEncoding {
    var best = Candidate(range: all, encoding: all.encoding(element: element), cost: .infinity)
    guard all.upper > all.lower else { return best.encoding }
    func consider(_ range: NumberRange) -> Bool {
      let encoding = range.encoding(element: element)
      let cost = cost(encoding)
      guard cost < best.cost else { return false }
      best = Candidate(range: range, encoding: encoding, cost: cost)
      return true
    }
    let parts = (0...16).map { (0.5).squareRoot().power($0) } + [0]
    for lower in all.lower < 0 ? parts : [0] {
      for upper in all.upper > 0 ? parts : [0] where lower > 0 || upper > 0 {
        _ = consider(NumberRange(lower: lower * all.lower, upper: upper * all.upper))
      }
    }
    var step = 0.25
    while step > 1e-3 {
      let move = step * (best.range.upper - best.range.lower)
      let moves = [
        (-move, 0), (move, 0), (0, -move), (0, move), (-move, move), (move, -move), (move, move),
        (-move, -move),
      ]
      let start = best.range
      var improved = false
      for (lower, upper) in moves {
        let range = NumberRange(lower: start.lower + lower, upper: start.upper + upper)
        if all.contains(range), consider(range) { improved = true }
      }
      if !improved { step /= 2 }
    }
    return best.encoding
  }

  private struct Candidate {
    var range: NumberRange
    var encoding: QuantizationEncoding
    var cost: Double
  }
}

extension Double {
  /// The power of a number.
  fileprivate func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * self }
  }
}

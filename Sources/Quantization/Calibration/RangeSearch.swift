import Graph

/// Chooses encodings from what was counted.
public struct RangeSearch: Hashable, Sendable {
  /// How the range is chosen.
  public var method: RangeMethod
  /// The type of the quantized values: `uint8` or `int8`.
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
  /// numbers of the encoding. Where all is zero (see `Histogram.isAllZero`) the scale is 1 and the
  /// zero point 0.
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
      var descent = RangeGridSearch(within: all, element: element, cost: divergence.value)
      return descent.best()
    case .meanSquaredError:
      var descent = RangeGridSearch(within: all, element: element, cost: objective.noise)
      return descent.best()
    }
  }
}

import Graph

/// Chooses encodings from what was counted.
public struct RangeSearch: Hashable, Sendable {
  /// How the range is chosen.
  public var method: RangeMethod
  /// Which encodings may be chosen.
  public var form: EncodingForm

  /// A search.
  public init(_ method: RangeMethod, form: EncodingForm = EncodingForm()) {
    self.method = method
    self.form = form
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
  /// numbers of the encoding. With 16 bits `meanSquaredError` and `entropy` cover twice what was
  /// seen: other images may have larger numbers, and of 16 bits one is no loss. Where all is zero (see
  /// `Histogram.isAllZero`) the scale is 1 and the zero point 0.
  public func encoding(for objective: Objective) -> QuantizationEncoding {
    let histogram = objective.histogram
    let all = NumberRange(histogram)
    switch method {
    case .minMax:
      return form.covering(all)
    case .entropy where form.element.isWide, .meanSquaredError where form.element.isWide:
      return form.covering(NumberRange(lower: 2 * all.lower, upper: 2 * all.upper))
    case .percentile(let kept):
      return form.covering(NumberRange(histogram, keeping: kept))
    case .entropy:
      let divergence = Divergence(histogram)
      var descent = RangeGridSearch(within: all, form: form, cost: divergence.value)
      return descent.best()
    case .meanSquaredError:
      var descent = RangeGridSearch(within: all, form: form, cost: objective.noise)
      return descent.best()
    }
  }
}

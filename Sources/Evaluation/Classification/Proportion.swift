/// A part of a number of cases, with bounds for what it would be of all cases of the kind.
///
/// The bounds are Wilson's score interval: E. B. Wilson, Probable Inference, the Law of Succession,
/// and Statistical Inference, JASA 22, 1927. It is of use for few cases and near 0 and 1 as well.
public struct Proportion: Codable, Hashable, Sendable {
  /// The part, 0 to 1.
  public var value: Double
  /// Not below 0.
  public var lower: Double
  /// Not above 1.
  public var upper: Double

  /// How sure the bounds are meant to be.
  public static let level = 0.95
  /// The quantile of the normal distribution at (1 + level) / 2.
  private static let quantile = 1.959963984540054

  /// Counts; nil of no cases.
  public init?(_ count: Int, of cases: Int) {
    guard cases > 0 else { return nil }
    let (n, z) = (Double(cases), Proportion.quantile)
    value = Double(count) / n
    let weight = 1 + z * z / n
    let middle = (value + z * z / (2 * n)) / weight
    let reach = z / weight * (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot()
    // By the formula none or all cases have 0 or 1 as a bound, but for rounding.
    lower = count == 0 ? 0 : max(middle - reach, 0)
    upper = count == cases ? 1 : min(middle + reach, 1)
  }
}

/// `[normalization]`, `[lrn]`: local response normalization by darknet's own recurrence.
public struct NormalizationSection: LayerSection, Hashable {
  /// The factor of the sum of squares, not divided by `size`.
  public let alpha: Float
  /// The exponent.
  public let beta: Float
  /// What is added to the sum.
  public let kappa: Float
  /// Channels of the window.
  public let size: Int
}

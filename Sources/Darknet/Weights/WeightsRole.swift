/// What a block of a weights file holds.
public enum WeightsRole: String, Hashable, Sendable, CaseIterable {
  /// One for each output channel; the biases that follow the normalization where there is one.
  case biases
  /// The factors of batch normalization.
  case scales
  /// The means of batch normalization.
  case rollingMean
  /// The variances of batch normalization.
  case rollingVariance
  /// Kernels, matrices, or the weights of a shortcut or `[implicit]`.
  case weights
}

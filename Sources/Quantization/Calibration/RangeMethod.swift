/// How the range of real numbers that an encoding covers is chosen.
public enum RangeMethod: Hashable, Sendable {
  /// All numbers: nothing is clipped.
  case minMax
  /// This part of the numbers (0.9999: all but 1 in 10,000); what is left out is taken from both ends
  /// alike, by count.
  case percentile(Double)
  /// The range for which the distribution of the quantized values tells most about that of the real
  /// ones (Kullback-Leibler divergence, Migacz, "8-bit inference with TensorRT", GTC 2017), searched
  /// at both ends.
  case entropy
  /// The range for which the mean squared error is smallest, rounding and clipping together; counted
  /// after the function that follows, if there is one.
  case meanSquaredError
}

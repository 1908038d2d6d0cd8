import Glibc

/// The logistic function, 1 / (1 + e^-x).
func logistic(_ value: Float) -> Float { 1 / (1 + exp(-value)) }

/// A value that every x with logistic(x) > `probability`, as computed above, exceeds; so nearly all
/// other x are told apart without an exponential.
///
/// It lies below the logit by what the rounding of `logistic` to 24 bits can amount to.
func logitBound(_ probability: Float) -> Float {
  guard probability > 0 else { return -.infinity }
  guard probability < 1 else { return .infinity }
  let share = Double(probability)
  let logit = log(share / (1 - share))
  return Float(logit - 4e-7 / (share * (1 - share)) - 1e-6 * abs(logit)).nextDown
}

/// Replaces values by e^value over their sum.
func softmax(_ values: UnsafeMutableBufferPointer<Float>) {
  let largest = values.max() ?? 0
  var sum: Float = 0
  for index in values.indices {
    values[index] = exp(values[index] - largest)
    sum += values[index]
  }
  for index in values.indices { values[index] /= sum }
}

/// e^value.
func exponential(_ value: Float) -> Float { exp(value) }

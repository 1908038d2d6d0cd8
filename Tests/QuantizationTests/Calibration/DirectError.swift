import Graph

/// Errors of encodings, computed from the numbers themselves.
enum DirectError {
  /// The mean of (f(Q(x)) - f(x))^2.
  static func noise(
    of encoding: QuantizationEncoding, on numbers: [Float],
    through function: (Float) -> Float = { $0 }
  ) -> Double {
    numbers.reduce(0.0) { sum, x in
      let error =
        Double(function(encoding.real(encoding.stored(x)))) - Double(function(x))
      return sum + error * error
    } / Double(numbers.count)
  }

  /// The mean of f(x)^2.
  static func power(
    of numbers: [Float], through function: (Float) -> Float = { $0 }
  ) -> Double {
    numbers.reduce(0.0) { $0 + Double(function($1)) * Double(function($1)) }
      / Double(numbers.count)
  }
}

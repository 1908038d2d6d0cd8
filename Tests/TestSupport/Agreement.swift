/// How far two sets of numbers are apart.
public struct Agreement: CustomStringConvertible {
  /// The largest |a - b| / max(1, |b|); infinite when counts differ or a number is not finite on
  /// one side only.
  public let error: Float
  /// Where the largest error is.
  public let index: Int
  private let values: (Float, Float)

  /// Compares what was found with what was expected.
  public init(_ found: [Float], _ expected: [Float]) {
    guard found.count == expected.count else {
      error = .infinity
      index = min(found.count, expected.count)
      values = (Float(found.count), Float(expected.count))
      return
    }
    var worst: Float = 0
    var position = 0
    for (i, (a, b)) in zip(found, expected).enumerated() where a != b {
      let difference = abs(a - b) / max(1, abs(b))
      if !(difference <= worst) {
        worst = difference.isNaN ? .infinity : difference
        position = i
      }
    }
    error = worst
    index = position
    values = found.isEmpty ? (0, 0) : (found[position], expected[position])
  }

  /// The error and the place.
  public var description: String {
    "error \(error) at \(index): found \(values.0), expected \(values.1)"
  }
}

import Glibc
import JSON

/// How far numbers are from those taken for right, summed over elements and images.
public struct Deviation: Hashable, Sendable {
  /// The sum of the squares of the numbers taken for right.
  public internal(set) var signal = 0.0
  /// The sum of the squares of the differences.
  public internal(set) var noise = 0.0
  /// The largest difference; the largest double when a number is not finite on one side only.
  public private(set) var maxError = 0.0
  /// The sum of the squares of the other numbers.
  private var power = 0.0
  /// The sum of the products.
  private var product = 0.0

  /// Of nothing.
  public init() {}

  /// Of numbers, the first of which are taken for right; as many as both have.
  public init(_ expected: [Float], _ found: [Float]) {
    for (a, b) in zip(expected, found) {
      let (x, y) = (Double(a), Double(b))
      let difference = x - y
      signal += x * x
      power += y * y
      product += x * y
      noise += difference * difference
      let error = abs(difference)
      if !(error <= maxError), a != b {
        maxError = error.isFinite ? error : .greatestFiniteMagnitude
      }
    }
  }

  /// 10 · log10(signal / noise), at least -300, which also stands for numbers that are not finite;
  /// nil where nothing differs.
  public var decibels: Double? {
    guard noise.isFinite, signal.isFinite else { return Deviation.worst }
    return noise > 0 ? max(10 * log10(signal / noise), Deviation.worst) : nil
  }

  private static let worst = -300.0

  /// The cosine of the angle between both, -1 to 1; nil where one is all zero.
  public var cosine: Double? {
    let lengths = (signal * power).squareRoot()
    return lengths > 0 && lengths.isFinite && product.isFinite
      ? min(max(product / lengths, -1), 1) : nil
  }

  /// The deviation over both.
  public static func + (a: Deviation, b: Deviation) -> Deviation {
    var sum = a
    sum.signal += b.signal
    sum.noise += b.noise
    sum.power += b.power
    sum.product += b.product
    sum.maxError = max(a.maxError, b.maxError)
    return sum
  }
}

/// As text that gives back every bit: sums of parts are those of the whole.
extension Deviation: Codable {
  /// Reads the form that `encode` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let values = ExactNumbers.doubles(try container.decode(String.self)), values.count == 5
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "is not five exact numbers")
    }
    (signal, noise, maxError, power, product) = (
      values[0], values[1], values[2], values[3], values[4]
    )
  }

  /// Writes the sums: signal, noise, largest difference, power, product.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ExactNumbers.text([signal, noise, maxError, power, product]))
  }
}

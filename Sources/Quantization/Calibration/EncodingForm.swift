import Graph

/// Which encodings a stored tensor may have.
public struct EncodingForm: Hashable, Sendable {
  /// The type of the quantized values, of 8 or 16 bits.
  public var element: ElementType
  /// Whether the zero point is in the middle: 0 of `int8`, 128 of `uint8`, 32,768 of `uint16`.
  public var isSymmetric: Bool
  /// Whether scales are powers of two.
  public var hasPowerOfTwoScale: Bool

  /// Creates a form; any zero point and scale if nothing else is said.
  public init(
    _ element: ElementType = .uint8, isSymmetric: Bool = false, hasPowerOfTwoScale: Bool = false
  ) {
    self.element = element
    self.isSymmetric = isSymmetric
    self.hasPowerOfTwoScale = hasPowerOfTwoScale
  }

  /// Whether zero points and scales are free.
  var isFree: Bool { !isSymmetric && !hasPowerOfTwoScale }

  /// Whether storing can stand for a function that only limits numbers.
  func canLimit(to limits: (lower: Float, upper: Float)) -> Bool {
    !isSymmetric && (!hasPowerOfTwoScale || limits.upper == .infinity)
  }

  /// The smallest scale allowed that is not below another one.
  func scale(notBelow scale: Float) -> Float {
    guard hasPowerOfTwoScale, scale > 0, scale.isFinite else { return scale }
    return scale.significand == 1 ? scale : scale.binade * 2
  }

  /// The scale allowed that is nearest to another one; of powers of two the nearest exponent.
  func scale(nearest scale: Float) -> Float {
    guard hasPowerOfTwoScale, scale > 0, scale.isFinite else { return scale }
    return scale.significand < Float(2).squareRoot() ? scale.binade : scale.binade * 2
  }

  /// The encoding that covers a range.
  ///
  /// The zero point is rounded to a whole number, so the limits can lie half a step beside the ends.
  /// A range of nothing but 0 gets the scale 1 and stores 0 as 0.
  func covering(_ range: NumberRange) -> QuantizationEncoding {
    let limits = QuantizationEncoding.limits(of: element)
    let middle = (limits.lowerBound + limits.upperBound + 1) / 2
    guard range.upper > range.lower else {
      return QuantizationEncoding(element: element, scale: 1, zeroPoint: isSymmetric ? middle : 0)
    }
    let needed =
      isSymmetric
      ? max(
        range.upper / Double(limits.upperBound - middle),
        -range.lower / Double(middle - limits.lowerBound))
      : (range.upper - range.lower) / Double(limits.count - 1)
    let floor = max(needed, EncodingForm.smallestScale)
    if isSymmetric {
      return QuantizationEncoding(
        element: element, scale: scale(notBelow: Float(floor)), zeroPoint: middle)
    }
    let scale = hasPowerOfTwoScale ? Double(scale(notBelow: Float(floor))) : floor
    let zeroPoint = limits.lowerBound + Int((-range.lower / scale).rounded(.toNearestOrEven))
    return QuantizationEncoding(
      element: element, scale: Float(scale), zeroPoint: min(zeroPoint, limits.upperBound))
  }

  /// The width of the narrowest bins: below, nothing is known of numbers.
  private static let smallestScale = Double(Histogram.width(Histogram.exponents.lowerBound))
}

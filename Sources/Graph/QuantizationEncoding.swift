/// A quantized value's meaning: real = scale · (stored - zero point).
public struct QuantizationEncoding: Hashable, Sendable {
  /// The type of the quantized values: `uint8`, `int8`, `uint16` or `int16`.
  public let element: ElementType
  /// The difference between real numbers next to each other, above 0.
  public let scale: Float
  /// The quantized value for 0.
  public let zeroPoint: Int

  /// Creates an encoding.
  ///
  /// - Precondition: `element` is of 8 or 16 bits, `scale` finite and above 0, and `zeroPoint` can be
  ///   stored.
  public init(element: ElementType, scale: Float, zeroPoint: Int) {
    precondition(element.isActivation, "quantized values have 8 or 16 bits")
    precondition(scale > 0 && scale.isFinite, "a scale is finite and above 0")
    precondition(
      QuantizationEncoding.limits(of: element).contains(zeroPoint), "zero must be representable")
    self.element = element
    self.scale = scale
    self.zeroPoint = zeroPoint
  }

  /// Reads constants; nil when there is more than one scale, or what cannot be.
  init?(element: ElementType, scale: Tensor?, zeroPoint: Tensor?) {
    guard let scale = scale?.elements(Float.self), scale.count == 1, scale[0] > 0,
      scale[0].isFinite
    else { return nil }
    self.element = element
    self.scale = scale[0]
    guard element.isActivation else { return nil }
    switch zeroPoint {
    case nil: self.zeroPoint = 0
    case let zeroPoint? where zeroPoint.type.element == element && zeroPoint.shape.count == 1:
      self.zeroPoint = Int(zeroPoint.integers[0])
    default: return nil
    }
  }

  /// The numbers that can be stored.
  public var limits: ClosedRange<Int> { QuantizationEncoding.limits(of: element) }

  /// The numbers that a type can store.
  public static func limits(of element: ElementType) -> ClosedRange<Int> {
    switch element {
    case .uint16: 0...65_535
    case .int16: -32_768...32_767
    case .uint8: 0...255
    default: -128...127
    }
  }

  /// The smallest real number that can be stored.
  public var lower: Float { real(limits.lowerBound) }

  /// The largest real number that can be stored.
  public var upper: Float { real(limits.upperBound) }

  /// The quantized value nearest to a real one; halves go to the even one, as in ONNX. What is not a
  /// number is stored as 0.
  public func stored(_ real: Float) -> Int {
    guard !real.isNaN else { return zeroPoint }
    let whole = (real / scale).rounded(.toNearestOrEven) + Float(zeroPoint)
    return Int(min(max(whole, Float(limits.lowerBound)), Float(limits.upperBound)))
  }

  /// What a quantized value stands for.
  public func real(_ stored: Int) -> Float { scale * Float(stored - zeroPoint) }

  /// The zero point as a constant.
  public var zeroPointTensor: Tensor {
    Tensor([zeroPoint], of: element, shape: .scalar)
  }

  /// Whether storing changes numbers beyond the limits anyway.
  func isWithin(_ lower: Float, _ upper: Float) -> Bool {
    lower <= self.lower && self.upper <= upper
  }
}

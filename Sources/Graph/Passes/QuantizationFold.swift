/// What `FoldQuantization` puts in the place of an operation.
struct QuantizationFold {
  /// An operand of the folded operation.
  enum Operand {
    /// A value of the graph.
    case value(ValueID)
    /// A constant that the graph does not have, and what it is.
    case constant(String, Tensor)
  }

  /// A result of the operation.
  struct Result {
    /// The value that was quantized.
    var real: ValueID
    /// What the quantizations of it gave, which is all the same.
    var stored: [ValueID]
    /// The first of the quantizations.
    var quantization: Node
    /// How it is stored.
    var encoding: QuantizationEncoding
    /// The positions of the nodes that go away: the quantizations, and a limit in front of them.
    var absorbed: [Int]
  }

  /// The operation on stored numbers.
  var operation: any Operation
  /// Its operands.
  var operands: [Operand]
  /// Its results.
  var results: [Result]

  /// The positions of the nodes that go away.
  var absorbed: [Int] { results.flatMap(\.absorbed) }
}

/// A stored number's meaning: real = scale · (stored - zero point).
struct QuantizationEncoding: Hashable {
  /// The type of the stored numbers.
  var element: ElementType
  /// The difference between real numbers next to each other, above 0.
  var scale: Float
  /// The stored number for 0.
  var zeroPoint: Int

  /// Reads constants; nil when there is more than one scale, or what cannot be.
  init?(element: ElementType, scale: Tensor?, zeroPoint: Tensor?) {
    guard let scale = scale?.elements(Float.self), scale.count == 1, scale[0] > 0,
      scale[0].isFinite
    else { return nil }
    self.element = element
    self.scale = scale[0]
    switch (element, zeroPoint?.shape.count) {
    case (.uint8, 1): self.zeroPoint = Int(zeroPoint?.elements(UInt8.self).first ?? 0)
    case (.int8, 1): self.zeroPoint = Int(zeroPoint?.elements(Int8.self).first ?? 0)
    case (.uint8, nil), (.int8, nil): self.zeroPoint = 0
    default: return nil
    }
  }

  /// The numbers that can be stored.
  private var range: ClosedRange<Int> { element == .uint8 ? 0...255 : -128...127 }

  /// The stored number nearest to a real one.
  func stored(_ real: Float) -> Float {
    let whole = (real / scale).rounded(.toNearestOrEven) + Float(zeroPoint)
    return min(max(whole, Float(range.lowerBound)), Float(range.upperBound))
  }

  /// Whether storing changes numbers beyond the limits anyway.
  func isWithin(_ lower: Float, _ upper: Float) -> Bool {
    lower <= scale * Float(range.lowerBound - zeroPoint)
      && scale * Float(range.upperBound - zeroPoint) <= upper
  }
}

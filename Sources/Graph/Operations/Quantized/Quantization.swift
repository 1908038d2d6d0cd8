/// Real numbers to 8 or 16 bits: saturate(round to even(x / scale) + zero point).
///
/// Operands: x (float32), scale, zero point (uint8, int8, uint16 or int16). Result: as x, of the zero
/// point's type. Along `axis` there may be a scale and zero point for each element.
public struct Quantization: Operation {
  /// Used in messages.
  public static let name = "quantization"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x] + OperandRole.resultEncoding
  }

  /// The axis of scales and zero points that are no scalars.
  public var axis: Int

  /// Creates a quantization.
  public init(axis: Int = 1) { self.axis = axis }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 3...3)
    guard inputs[0].element == .float32 else {
      throw OperationError("\(Self.name) takes float32, not \(inputs[0])")
    }
    guard inputs[2].element.isActivation else {
      throw OperationError("\(Self.name) gives numbers of 8 or 16 bits, not \(inputs[2])")
    }
    let count = try count(along: axis, of: inputs[0], given: inputs[1])
    try expectOneOrEach(inputs[1], count: count, of: .float32)
    try expectOneOrEach(inputs[2], count: count, of: inputs[2].element)
    return [TensorType(inputs[2].element, inputs[0].shape)]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation { .mixed }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

/// Quantized values to real ones: scale · (q - zero point).
///
/// Operands: q (uint8, int8, uint16, int16 or int32), scale, and optionally a zero point. Result: float32, as q.
/// Along `axis` there may be a scale and zero point for each element.
public struct Dequantization: Operation {
  /// Used in messages.
  public static let name = "dequantization"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    Array(OperandRole.stored(0).prefix(count))
  }

  /// The axis of scales and zero points that are no scalars.
  public var axis: Int

  /// Creates a dequantization.
  public init(axis: Int = 1) { self.axis = axis }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...3)
    guard inputs[0].element.isActivation || inputs[0].element == .int32 else {
      throw OperationError(
        "\(Self.name) takes whole numbers of 8, 16 or 32 bits, not \(inputs[0])")
    }
    let count = try count(along: axis, of: inputs[0], given: inputs[1])
    try expectOneOrEach(inputs[1], count: count, of: .float32)
    if inputs.count == 3 {
      try expectOneOrEach(inputs[2], count: count, of: inputs[0].element)
    }
    return [TensorType(.float32, inputs[0].shape)]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation { .mixed }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

extension Operation {
  /// The elements along an axis; a tensor with a scalar scale need not have the axis.
  fileprivate func count(
    along axis: Int, of type: TensorType, given scale: TensorType
  ) throws(OperationError) -> Int {
    if scale.shape.count == 1 { return 1 }
    return type.shape[try normalized(axis: axis, rank: type.shape.rank)]
  }
}

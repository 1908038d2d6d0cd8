/// Real numbers to 8 bits: saturate(round to even(x / scale) + zero point).
///
/// Operands: x (float32), scale, zero point (uint8 or int8). Result: as x, of the zero point's
/// type. Along `axis` there may be a scale and zero point for each element.
public struct Quantization: Operation {
  /// Used in messages.
  public static let name = "quantization"

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
    try expectBytes(inputs[2])
    let count = try count(along: axis, of: inputs[0], given: inputs[1])
    try expectOneOrEach(inputs[1], count: count, of: .float32)
    try expectOneOrEach(inputs[2], count: count, of: inputs[2].element)
    return [TensorType(inputs[2].element, inputs[0].shape)]
  }
}

/// Stored numbers to real ones: scale · (q - zero point).
///
/// Operands: q (uint8, int8 or int32), scale, and optionally a zero point. Result: float32, as q.
/// Along `axis` there may be a scale and zero point for each element.
public struct Dequantization: Operation {
  /// Used in messages.
  public static let name = "dequantization"

  /// The axis of scales and zero points that are no scalars.
  public var axis: Int

  /// Creates a dequantization.
  public init(axis: Int = 1) { self.axis = axis }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...3)
    guard [.uint8, .int8, .int32].contains(inputs[0].element) else {
      throw OperationError("\(Self.name) takes uint8, int8 or int32, not \(inputs[0])")
    }
    let count = try count(along: axis, of: inputs[0], given: inputs[1])
    try expectOneOrEach(inputs[1], count: count, of: .float32)
    if inputs.count == 3 {
      try expectOneOrEach(inputs[2], count: count, of: inputs[0].element)
    }
    return [TensorType(.float32, inputs[0].shape)]
  }
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

/// A convolution of 8-bit maps: sums in int32, times x scale · w scale / y scale, rounded to even.
///
/// Operands: x, x scale, x zero point, filters (int8 or uint8), filter scale (one, or one for each
/// output channel), filter zero point, y scale, y zero point, and optionally a bias (int32, in
/// units of x scale · filter scale). Result: [N, M, OH, OW] of the y zero point's type.
public struct QuantizedConvolution: Operation {
  /// Used in messages.
  public static let name = "quantized convolution"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    let all =
      OperandRole.stored(0) + OperandRole.storedFilters + OperandRole.resultEncoding + [.bias]
    return Array(all.prefix(count))
  }

  /// How the filters move.
  public var window: Window
  /// Blocks of input and output channels that are convolved separately.
  public var groups: Int

  /// Creates a convolution.
  public init(window: Window, groups: Int = 1) {
    self.window = window
    self.groups = groups
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 8...9)
    let (x, filters) = (inputs[0], inputs[3])
    try expectBytes(x)
    try expectBytes(filters)
    try expectBytes(inputs[7])
    try expectScalars(inputs[1], inputs[2], of: x.element)
    try expectScalars(inputs[6], inputs[7], of: inputs[7].element)
    let bias = inputs.count == 9 ? [inputs[8]] : []
    let shape = try Convolution(window: window, groups: groups)
      .outputShape(for: [x, filters] + bias)
    try expectOneOrEach(inputs[4], count: filters.shape[0], of: .float32)
    try expectOneOrEach(inputs[5], count: filters.shape[0], of: filters.element)
    if let bias = bias.first, bias.element != .int32 {
      throw OperationError("\(Self.name) takes an int32 bias, not \(bias)")
    }
    return [TensorType(inputs[7].element, shape)]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation { .mixed }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for inputs: [TensorType]) -> Int {
    Convolution(window: window, groups: groups).multiplyAdds(for: [inputs[0], inputs[3]])
  }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

/// The int32 sums of a convolution of 8-bit maps, zero points taken off first.
///
/// Operands: x, filters, and optionally the zero points of both (scalars). Result: int32
/// [N, M, OH, OW].
public struct IntegerConvolution: Operation {
  /// Used in messages.
  public static let name = "integer convolution"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    Array([.x, .filters, .zeroPoint(of: .x), .zeroPoint(of: .filters)].prefix(count))
  }

  /// How the filters move.
  public var window: Window
  /// Blocks of input and output channels that are convolved separately.
  public var groups: Int

  /// Creates a convolution.
  public init(window: Window, groups: Int = 1) {
    self.window = window
    self.groups = groups
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...4)
    for (operand, zeroPoint) in zip(inputs.prefix(2), inputs.dropFirst(2)) {
      try expectOneOrEach(zeroPoint, count: 1, of: operand.element)
    }
    try expectBytes(inputs[0])
    try expectBytes(inputs[1])
    let shape = try Convolution(window: window, groups: groups)
      .outputShape(for: Array(inputs.prefix(2)))
    return [TensorType(.int32, shape)]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation { .mixed }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for inputs: [TensorType]) -> Int {
    Convolution(window: window, groups: groups).multiplyAdds(for: Array(inputs.prefix(2)))
  }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

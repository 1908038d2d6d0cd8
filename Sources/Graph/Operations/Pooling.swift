/// The largest element of each window; cells outside the map do not count.
///
/// Operand: map [N, C, H, W]. Result: [N, C, OH, OW].
public struct MaxPool: Operation {
  /// Used in messages.
  public static let name = "max pool"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// How the window moves.
  public var window: Window

  /// Creates a pooling.
  public init(window: Window) { self.window = window }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    let type = try pooledType(of: inputs, window: window)
    try expectFloatsOrBytes(type)
    return [type]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .selected }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    .kept(from: [0])
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

/// The mean of each window over the cells inside the map.
///
/// Operand: map [N, C, H, W]. Result: [N, C, OH, OW].
public struct AveragePool: Operation {
  /// Used in messages.
  public static let name = "average pool"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// How the window moves.
  public var window: Window

  /// Creates a pooling.
  public init(window: Window) { self.window = window }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    let type = try pooledType(of: inputs, window: window)
    try expectFloats(inputs)
    return [type]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    .kept(from: [0])
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? {
    QuantizedAveragePool(window: window)
  }
}

/// The mean of each channel. Operand: map [N, C, H, W]. Result: [N, C, 1, 1].
public struct GlobalAveragePool: Operation {
  /// Used in messages.
  public static let name = "global average pool"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// Creates a pooling; it has no attributes.
  public init() {}

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    let type = try globallyPooledType(of: inputs)
    try expectFloats(inputs)
    return [type]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    .kept(from: [0])
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? {
    QuantizedGlobalAveragePool()
  }
}

extension Operation {
  /// One pixel for each map, of any element type.
  func globallyPooledType(of inputs: [TensorType]) throws(OperationError) -> TensorType {
    try expect(inputs, count: 1...1)
    try expect(inputs[0], rank: 4)
    let map = inputs[0].shape
    return TensorType(inputs[0].element, try Shape([map[0], map[1], 1, 1]))
  }

  /// One pixel for each window of a map of any element type.
  func pooledType(
    of inputs: [TensorType], window: Window
  ) throws(OperationError) -> TensorType {
    try expect(inputs, count: 1...1)
    try expect(inputs[0], rank: 4)
    let map = inputs[0].shape
    let out = try window.positions(on: Extent2D(height: map[2], width: map[3]))
    // A window wholly outside the map would have nothing to take the maximum or mean of.
    guard window.padding.top < window.kernel.height, window.padding.left < window.kernel.width,
      (out.height - 1) * window.stride.height - window.padding.top < map[2],
      (out.width - 1) * window.stride.width - window.padding.left < map[3]
    else { throw OperationError("a pooling window would lie outside a map of shape \(map)") }
    return TensorType(inputs[0].element, try Shape([map[0], map[1], out.height, out.width]))
  }
}

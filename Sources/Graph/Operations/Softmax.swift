/// e^x divided by its sum along one axis, with the largest x taken off first.
public struct Softmax: Operation {
  /// Used in messages.
  public static let name = "softmax"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// The axis, from the front or (negative) from the back.
  public var axis: Int

  /// Creates a softmax.
  public init(axis: Int) { self.axis = axis }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    try expectFloats(inputs)
    _ = try normalized(axis: axis, rank: inputs[0].shape.rank)
    return [inputs[0]]
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

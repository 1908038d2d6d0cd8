/// The same numbers as another type.
///
/// Operand: x, of any element type. Result: the shape of x. Integers become the nearest float32; a
/// float becomes an integer by dropping its fraction.
public struct Cast: Operation {
  /// Used in messages.
  public static let name = "cast"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// The element type of the result.
  public var element: ElementType

  /// Creates a cast.
  public init(_ element: ElementType) { self.element = element }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    return [TensorType(element, inputs[0].shape)]
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

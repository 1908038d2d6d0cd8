/// All axes after the first as one: [N, ...] becomes [N, K].
public struct Flatten: Operation {
  /// Used in messages.
  public static let name = "flatten"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// Creates the operation; it has no attributes.
  public init() {}

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    let shape = inputs[0].shape
    guard shape.rank >= 1 else { throw OperationError("a scalar cannot be flattened") }
    let rest = try Shape(Array(shape.dimensions.dropFirst()))
    return [TensorType(inputs[0].element, try Shape([shape[0], rest.count]))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .moved }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    .regrouped
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

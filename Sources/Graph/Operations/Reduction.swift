/// One value for each run of elements along an axis, which stays with extent 1.
public struct Reduction: Operation {
  /// Used in messages.
  public static let name = "reduction"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// How the elements of a run become one.
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case sum, maximum
  }

  /// The function.
  public var function: Function
  /// The axis, from the front or (negative) from the back.
  public var axis: Int

  /// Creates a reduction.
  public init(_ function: Function, axis: Int) {
    self.function = function
    self.axis = axis
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    try expectFloats(inputs)
    var dimensions = inputs[0].shape.dimensions
    dimensions[try normalized(axis: axis, rank: dimensions.count)] = 1
    return [TensorType(inputs[0].element, try Shape(dimensions))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for inputs: [TensorType]) -> ChannelRelation {
    channels(along: axis, of: inputs.first, .mixed)
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

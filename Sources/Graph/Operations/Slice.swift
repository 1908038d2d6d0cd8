/// A contiguous part of the operand along one axis.
public struct Slice: Operation {
  /// Used in messages.
  public static let name = "slice"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// The axis, from the front or (negative) from the back.
  public var axis: Int
  /// The first index kept.
  public var start: Int
  /// The index after the last one kept.
  public var end: Int

  /// Creates a slice.
  public init(axis: Int, start: Int, end: Int) {
    self.axis = axis
    self.start = start
    self.end = end
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    let shape = inputs[0].shape
    let axis = try normalized(axis: axis, rank: shape.rank)
    guard 0 <= start, start < end, end <= shape[axis] else {
      throw OperationError("no elements \(start) to \(end) along axis \(axis) of \(shape)")
    }
    var dimensions = shape.dimensions
    dimensions[axis] = end - start
    return [TensorType(inputs[0].element, try Shape(dimensions))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .selected }

  /// How factors of channels pass.
  public func channels(for inputs: [TensorType]) -> ChannelRelation {
    channels(along: axis, of: inputs.first, .cut(starts: [start]))
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

/// Adds elements of one value around the operand.
public struct Pad: Operation {
  /// Used in messages.
  public static let name = "pad"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// Elements added before each axis.
  public var before: [Int]
  /// Elements added after each axis.
  public var after: [Int]
  /// The value added.
  public var value: Float

  /// Creates a padding.
  public init(before: [Int], after: [Int], value: Float) {
    self.before = before
    self.after = after
    self.value = value
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    let shape = inputs[0].shape
    guard before.count == shape.rank, after.count == shape.rank,
      (before + after).allSatisfy({ (0..<(1 << 30)).contains($0) })
    else { throw OperationError("a padding of \(before), \(after) does not fit \(shape)") }
    let dimensions = shape.dimensions.indices.map { before[$0] + shape[$0] + after[$0] }
    return [TensorType(inputs[0].element, try Shape(dimensions))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .selected }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    // Zeros have any factor; other values have none.
    value == 0 && before.count >= 2 ? .padded(before: before[1]) : .mixed
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }

  /// The padding with the quantized value for the value.
  public func storedForm(_ encoding: QuantizationEncoding) -> (any Operation)? {
    Pad(before: before, after: after, value: Float(encoding.stored(value)))
  }
}

/// The largest elements along an axis, and where they stand.
///
/// Operand: x, float32. Results: the `count` largest, largest first, and their positions along the axis
/// as int64; of equal elements the one that stands first.
public struct TopK: Operation {
  /// Used in messages.
  public static let name = "selection of the largest"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// How many elements are taken.
  public var count: Int
  /// The axis, from the front or (negative) from the back.
  public var axis: Int

  /// Creates a selection.
  public init(count: Int, axis: Int) {
    self.count = count
    self.axis = axis
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    try expectFloats(inputs)
    var dimensions = inputs[0].shape.dimensions
    let axis = try normalized(axis: axis, rank: dimensions.count)
    guard (1...max(dimensions[axis], 1)).contains(count) else {
      throw OperationError("\(count) elements cannot be taken of \(dimensions[axis])")
    }
    dimensions[axis] = count
    let shape = try Shape(dimensions)
    return [TensorType(.float32, shape), TensorType(.int64, shape)]
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

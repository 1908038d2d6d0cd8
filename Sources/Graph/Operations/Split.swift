/// Cuts the operand into contiguous parts along an axis; one result for each part.
public struct Split: Operation {
  /// Used in messages.
  public static let name = "split"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// The axis, from the front or (negative) from the back.
  public var axis: Int
  /// The extents of the parts; their sum is the operand's extent.
  public var sizes: [Int]

  /// Creates a split.
  public init(axis: Int, sizes: [Int]) {
    self.axis = axis
    self.sizes = sizes
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    let shape = inputs[0].shape
    let axis = try normalized(axis: axis, rank: shape.rank)
    var rest = shape[axis]
    for size in sizes where rest >= 0 { rest = (0...rest).contains(size) ? rest - size : -1 }
    guard rest == 0 else {
      throw OperationError("parts of \(sizes) do not make up \(shape[axis]) along axis \(axis)")
    }
    var types: [TensorType] = []
    for size in sizes {
      var dimensions = shape.dimensions
      dimensions[axis] = size
      types.append(TensorType(inputs[0].element, try Shape(dimensions)))
    }
    return types
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .selected }

  /// How factors of channels pass.
  public func channels(for inputs: [TensorType]) -> ChannelRelation {
    let starts = sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    return channels(along: axis, of: inputs.first, .cut(starts: starts))
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

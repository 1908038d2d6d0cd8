/// Picks elements along one axis: result element i is operand element `indices[i]`.
///
/// Result: the shape of the operand with as many elements along the axis as there are indices.
public struct Gather: Operation {
  /// Used in messages.
  public static let name = "picking"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// The axis, from the front or (negative) from the back.
  public var axis: Int
  /// Which elements, from 0 on, in the order of the result.
  public var indices: [Int]

  /// Creates a choice of elements.
  public init(axis: Int, indices: [Int]) {
    self.axis = axis
    self.indices = indices
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    let shape = inputs[0].shape
    let axis = try normalized(axis: axis, rank: shape.rank)
    guard !indices.isEmpty else { throw OperationError("\(Self.name): no indices") }
    if let outside = indices.first(where: { !(0..<shape[axis]).contains($0) }) {
      throw OperationError(
        "\(Self.name): there is no element \(outside) along axis \(axis) of \(shape)")
    }
    var dimensions = shape.dimensions
    dimensions[axis] = indices.count
    return [TensorType(inputs[0].element, try Shape(dimensions))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .selected }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation { .mixed }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

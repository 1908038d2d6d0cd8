/// Operands one after the other along an axis; the other extents must agree.
public struct Concatenation: Operation {
  /// Used in messages.
  public static let name = "concatenation"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    (0..<count).map(OperandRole.data)
  }

  /// The axis, from the front or (negative) from the back.
  public var axis: Int

  /// Creates a concatenation.
  public init(axis: Int) { self.axis = axis }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    guard let first = inputs.first else { throw OperationError("nothing to concatenate") }
    let axis = try normalized(axis: axis, rank: first.shape.rank)
    var dimensions = first.shape.dimensions
    for input in inputs.dropFirst() {
      guard input.element == first.element, input.shape.rank == first.shape.rank,
        dimensions.indices.allSatisfy({ $0 == axis || dimensions[$0] == input.shape[$0] })
      else {
        throw OperationError("cannot concatenate \(first) and \(input) along axis \(axis)")
      }
      dimensions[axis] += input.shape[axis]
    }
    return [TensorType(first.element, try Shape(dimensions))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .joined }

  /// How factors of channels pass.
  public func channels(for inputs: [TensorType]) -> ChannelRelation {
    channels(along: axis, of: inputs.first, .joined, keeping: Array(inputs.indices))
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? {
    QuantizedConcatenation(axis: axis)
  }
}

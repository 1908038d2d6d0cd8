/// The axes in another order: result axis i is operand axis `permutation[i]`.
public struct Transpose: Operation {
  /// Used in messages.
  public static let name = "transpose"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// A permutation of the operand's axes.
  public var permutation: [Int]

  /// Creates a transposition.
  public init(permutation: [Int]) { self.permutation = permutation }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    let shape = inputs[0].shape
    guard permutation.sorted() == Array(0..<shape.rank) else {
      throw OperationError("\(permutation) does not permute the axes of \(shape)")
    }
    return [TensorType(inputs[0].element, try Shape(permutation.map { shape[$0] }))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .moved }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    permutation.prefix(2) == [0, 1] ? .kept(from: [0]) : .mixed
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

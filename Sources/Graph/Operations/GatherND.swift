/// Fetches parts of a tensor from where indices say.
///
/// Operands: x, float32, and indices [..., k], int64: each row is a position along the first k axes of x
/// behind the batch axes. Result: the shape of the indices without its last axis, and then the axes of x
/// that no index counts along. The `batchAxes` first axes are the same in both operands.
///
/// Rows of indices below 0, as suppression leaves them where it finds fewer boxes than there may be, give
/// zeros.
public struct GatherND: Operation {
  /// Used in messages.
  public static let name = "gathering"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x, .indices]
  }

  /// How many axes both operands have in common.
  public var batchAxes: Int

  /// Creates a gathering.
  public init(batchAxes: Int = 0) { self.batchAxes = batchAxes }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...2)
    try expectFloats([inputs[0]])
    let (x, indices) = (inputs[0].shape.dimensions, inputs[1].shape.dimensions)
    guard inputs[1].element == .int64, let depth = indices.last, depth > 0,
      (0..<indices.count).contains(batchAxes), batchAxes + depth <= x.count,
      x[..<batchAxes] == indices[..<batchAxes]
    else {
      throw OperationError("\(Self.name): indices \(inputs[1]) do not fit \(inputs[0])")
    }
    return [TensorType(.float32, try Shape(indices.dropLast() + x[(batchAxes + depth)...]))]
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

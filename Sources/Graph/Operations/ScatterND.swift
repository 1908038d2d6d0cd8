/// A tensor with single elements replaced.
///
/// Operands: x, float32; indices [M, k], int64, with as many columns as x has axes; updates [M], float32.
/// Result: x with the updates at the positions of their rows; of several at one position the last.
/// Rows of indices below 0, as suppression leaves them, replace nothing.
public struct ScatterND: Operation {
  /// Used in messages.
  public static let name = "scattering"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x, .indices, .data(1)]
  }

  /// Creates a scattering; it has no attributes.
  public init() {}

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 3...3)
    try expectFloats([inputs[0], inputs[2]])
    let (x, indices, updates) = (inputs[0].shape, inputs[1].shape, inputs[2].shape)
    guard inputs[1].element == .int64, indices.rank == 2, x.rank > 0, indices[1] == x.rank,
      updates.dimensions == [indices[0]]
    else {
      throw OperationError(
        "\(Self.name): indices \(inputs[1]) and updates \(inputs[2]) do not fit \(inputs[0])")
    }
    return [inputs[0]]
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

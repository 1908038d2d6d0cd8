/// A matrix product with a bias: `x · weightsᵀ + bias`.
///
/// Operands: x [N, K], weights [M, K], and optionally a bias [M]. Result: [N, M].
public struct FullyConnected: Operation {
  /// Used in messages.
  public static let name = "fully connected"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    Array([.x, .filters, .bias].prefix(count))
  }

  /// Creates the operation; it has no attributes.
  public init() {}

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...3)
    try expectFloats(inputs)
    try expect(inputs[0], rank: 2)
    try expect(inputs[1], rank: 2)
    let (x, weights) = (inputs[0].shape, inputs[1].shape)
    guard x[1] == weights[1] else {
      throw OperationError("weights of shape \(weights) do not fit an input of shape \(x)")
    }
    if inputs.count == 3, inputs[2].shape.dimensions != [weights[0]] {
      throw OperationError("a bias of shape \(inputs[2].shape) does not fit \(weights[0]) outputs")
    }
    return [TensorType(.float32, try Shape([x[0], weights[0]]))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    .absorbed(groups: 1)
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for inputs: [TensorType]) -> Int {
    inputs[0].shape[0] * inputs[1].shape.count
  }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

/// Normalization of each channel with stored statistics:
/// `scale * (x - mean) / sqrt(variance + epsilon) + bias`.
///
/// Operands: map [N, C, ...], scale [C], bias [C], mean [C], variance [C]. Result: as the map.
public struct BatchNormalization: Operation {
  /// Used in messages.
  public static let name = "batch normalization"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x, .factor, .bias, .mean, .variance]
  }

  /// Added to the variance inside the root.
  public var epsilon: Float

  /// Creates a normalization; darknet's epsilon is 0.00001 (`blas.c`, `normalize_cpu`).
  public init(epsilon: Float = 0.00001) {
    self.epsilon = epsilon
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 5...5)
    try expectFloats(inputs)
    let map = inputs[0].shape
    guard map.rank >= 2 else { throw OperationError("a map of shape \(map) has no channels") }
    for statistics in inputs.dropFirst() where statistics.shape.dimensions != [map[1]] {
      throw OperationError(
        "statistics of shape \(statistics.shape) do not fit \(map[1]) channels")
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

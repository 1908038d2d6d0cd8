/// The product of stacks of matrices: operands [..., M, K] and [..., K, N], result [..., M, N];
/// the leading axes broadcast.
public struct MatrixProduct: Operation {
  /// Used in messages.
  public static let name = "matrix product"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.data(0), .data(1)]
  }

  /// Creates the operation; it has no attributes.
  public init() {}

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...2)
    try expectFloats(inputs)
    let (a, b) = (inputs[0].shape.dimensions, inputs[1].shape.dimensions)
    guard a.count >= 2, b.count >= 2, a[a.count - 1] == b[b.count - 2] else {
      throw OperationError("matrices of shapes \(inputs[0].shape), \(inputs[1].shape) do not fit")
    }
    let leading = try Broadcasting.shape(Array(a.dropLast(2)), Array(b.dropLast(2)))
    return [TensorType(.float32, try Shape(leading + [a[a.count - 2], b[b.count - 1]]))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation { .mixed }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for inputs: [TensorType]) -> Int {
    (try? outputTypes(for: inputs)).map {
      $0[0].shape.count * (inputs[0].shape.dimensions.last ?? 0)
    } ?? 0
  }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

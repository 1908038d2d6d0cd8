/// Repeats every element `scale` times along rows and columns.
///
/// Operand: map [N, C, H, W]. Result: [N, C, H · scale.height, W · scale.width].
public struct UpsampleNearest: Operation {
  /// Used in messages.
  public static let name = "nearest upsampling"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// The whole factors.
  public var scale: Extent2D

  /// Creates an upsampling.
  public init(scale: Extent2D) { self.scale = scale }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    try expect(inputs[0], rank: 4)
    try expectFloatsOrBytes(inputs[0])
    let map = inputs[0].shape
    let (height, overflowH) = map[2].multipliedReportingOverflow(by: scale.height)
    let (width, overflowW) = map[3].multipliedReportingOverflow(by: scale.width)
    guard scale.height > 0, scale.width > 0, !overflowH, !overflowW else {
      throw OperationError("a map of shape \(map) cannot be enlarged by \(scale)")
    }
    return [TensorType(inputs[0].element, try Shape([map[0], map[1], height, width]))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .moved }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    .kept(from: [0])
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

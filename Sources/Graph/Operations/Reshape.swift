/// The same elements under another shape.
///
/// The target follows ONNX: 0 keeps the operand's extent at that position, and one -1 is whatever
/// is left. Targets of this project start with 0, so that they hold for every batch.
public struct Reshape: Operation {
  /// Used in messages.
  public static let name = "reshape"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x]
  }

  /// The target extents.
  public var target: [Int]

  /// Creates a reshape.
  public init(target: [Int]) { self.target = target }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    let shape = inputs[0].shape
    var dimensions: [Int] = []
    var free: Int?
    for (axis, extent) in target.enumerated() {
      switch extent {
      case 0 where axis < shape.rank: dimensions.append(shape[axis])
      case -1 where free == nil:
        free = axis
        dimensions.append(1)
      case 1...: dimensions.append(extent)
      default: throw OperationError("cannot reshape \(shape) to \(target)")
      }
    }
    if let free {
      let known = try Shape(dimensions).count
      guard known > 0, shape.count % known == 0 else {
        throw OperationError("cannot reshape \(shape) to \(target)")
      }
      dimensions[free] = shape.count / known
    }
    let result = try Shape(dimensions)
    guard result.count == shape.count else {
      throw OperationError("cannot reshape \(shape) to \(target)")
    }
    return [TensorType(inputs[0].element, result)]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .moved }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    .regrouped
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

/// Cross-correlation of a feature map with filters, in groups.
///
/// Operands: map [N, C, H, W], filters [M, C / groups, kernel height, kernel width], and
/// optionally a bias [M]. Result: [N, M, OH, OW].
public struct Convolution: Operation {
  /// Used in messages.
  public static let name = "convolution"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    Array([.x, .filters, .bias].prefix(count))
  }

  /// How the filters move; the kernel size equals the filters' last two extents.
  public var window: Window
  /// Blocks of input and output channels that are convolved separately.
  public var groups: Int

  /// Creates a convolution.
  public init(window: Window, groups: Int = 1) {
    self.window = window
    self.groups = groups
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...3)
    try expectFloats(inputs)
    return [TensorType(.float32, try outputShape(for: inputs))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation {
    .absorbed(groups: groups)
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for inputs: [TensorType]) -> Int {
    let filters = inputs[1].shape
    guard let result = try? outputShape(for: Array(inputs.prefix(2))) else { return 0 }
    return result.count * (filters.count / max(filters[0], 1))
  }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? {
    QuantizedConvolution(window: window, groups: groups)
  }

  /// The shape of the result for operands of any element types.
  func outputShape(for inputs: [TensorType]) throws(OperationError) -> Shape {
    let map = inputs[0].shape
    let filters = inputs[1].shape
    try expect(inputs[0], rank: 4)
    try expect(inputs[1], rank: 4)
    guard groups > 0, filters[0] % groups == 0, filters[1] * groups == map[1] else {
      throw OperationError(
        "filters of shape \(filters) in \(groups) groups do not fit a map of shape \(map)")
    }
    guard filters[2] == window.kernel.height, filters[3] == window.kernel.width else {
      throw OperationError("filters of shape \(filters) do not have the size of the window")
    }
    if inputs.count == 3, inputs[2].shape.dimensions != [filters[0]] {
      throw OperationError("a bias of shape \(inputs[2].shape) does not fit \(filters[0]) filters")
    }
    let out = try window.positions(on: Extent2D(height: map[2], width: map[3]))
    return try Shape([map[0], filters[0], out.height, out.width])
  }
}

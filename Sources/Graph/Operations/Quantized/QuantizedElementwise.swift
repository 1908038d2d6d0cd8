/// An element-wise function of an 8-bit tensor: each quantized value to the quantized value nearest to
/// the function of its real value, a table of 256 entries.
///
/// Operands: x, x scale, x zero point, y scale, y zero point. Result: as x.
public struct QuantizedUnary: Operation {
  /// Used in messages.
  public static let name = "quantized element-wise function"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    OperandRole.stored(0) + OperandRole.resultEncoding
  }

  /// The function of real values.
  public var function: Unary.Function

  /// Creates an operation.
  public init(_ function: Unary.Function) { self.function = function }

  /// Whether ONNX Runtime has an operator for it: leaky ReLU and sigmoid.
  public var isContributed: Bool {
    switch function {
    case .leakyRelu, .sigmoid: true
    default: false
    }
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expectRescaled(inputs)
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

/// The sum or product of two 8-bit tensors, which broadcast as in NumPy.
///
/// Operands: a, a scale, a zero point, b, b scale, b zero point, y scale, y zero point.
public struct QuantizedBinary: Operation {
  /// Used in messages.
  public static let name = "quantized element-wise operation"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    OperandRole.stored(0) + OperandRole.stored(1) + OperandRole.resultEncoding
  }

  /// The function of real values.
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case add, multiply
  }

  /// The function.
  public var function: Function

  /// Creates an operation.
  public init(_ function: Function) { self.function = function }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 8...8)
    let element = inputs[0].element
    try expectBytes(inputs[0])
    for first in [0, 3] {
      guard inputs[first].element == element else {
        throw OperationError("\(inputs[0]) and \(inputs[first]) have different element types")
      }
      try expectScalars(inputs[first + 1], inputs[first + 2], of: element)
    }
    try expectScalars(inputs[6], inputs[7], of: element)
    let shape = try Broadcasting.shape(inputs[0].shape.dimensions, inputs[3].shape.dimensions)
    return [TensorType(element, try Shape(shape))]
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

/// 8-bit operands with scales of their own one after the other along an axis.
///
/// Operands: y scale, y zero point, then x, x scale, x zero point for each operand.
public struct QuantizedConcatenation: Operation {
  /// Used in messages.
  public static let name = "quantized concatenation"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    OperandRole.resultEncoding + (0..<max(count - 2, 0) / 3).flatMap(OperandRole.stored)
  }

  /// The axis, from the front or (negative) from the back.
  public var axis: Int

  /// Creates a concatenation.
  public init(axis: Int) { self.axis = axis }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    guard inputs.count >= 5, inputs.count % 3 == 2 else {
      throw OperationError(
        "\(Self.name) takes two operands and three for each part, not \(inputs.count)")
    }
    var parts: [TensorType] = []
    for first in stride(from: 2, to: inputs.count, by: 3) {
      try expectBytes(inputs[first])
      try expectScalars(inputs[first + 1], inputs[first + 2], of: inputs[first].element)
      parts.append(inputs[first])
    }
    try expectScalars(inputs[0], inputs[1], of: parts[0].element)
    return try Concatenation(axis: axis).outputTypes(for: parts)
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

/// The mean of each window of an 8-bit map over the cells inside the map.
///
/// Operands: x, x scale, x zero point, y scale, y zero point.
public struct QuantizedAveragePool: Operation {
  /// Used in messages.
  public static let name = "quantized average pool"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    OperandRole.stored(0) + OperandRole.resultEncoding
  }

  /// The most cells whose sum 32 bits hold, whatever 8-bit values and zero point they have.
  public static let largestSum = Int(Int32.max) / 255
  /// The most cells of a window inside a map for which there are factors in whole numbers: for each
  /// number of cells there is one, so that a larger window would take more memory than its model.
  public static let largestWindow = 1 << 16

  /// How the window moves.
  public var window: Window

  /// Creates a pooling.
  public init(window: Window) { self.window = window }

  /// The most cells of a window that lie inside a map: cells outside of it are not counted.
  ///
  /// - Parameter map: the rows and columns of the map.
  public func mostCells(ofMap map: Extent2D) -> Int {
    let (cells, isTooLarge) = min(window.kernel.height, map.height)
      .multipliedReportingOverflow(by: min(window.kernel.width, map.width))
    return isTooLarge ? Int.max : max(cells, 1)
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expectRescaled(inputs)
    return [try pooledType(of: [inputs[0]], window: window)]
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

/// The mean of each channel of an 8-bit map.
///
/// Operands: x, x scale, x zero point, y scale, y zero point. Result: [N, C, 1, 1].
public struct QuantizedGlobalAveragePool: Operation {
  /// Used in messages.
  public static let name = "quantized global average pool"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    OperandRole.stored(0) + OperandRole.resultEncoding
  }

  /// Creates a pooling; it has no attributes.
  public init() {}

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expectRescaled(inputs)
    return [try globallyPooledType(of: [inputs[0]])]
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

extension Operation {
  /// Checks a tensor, its scale and zero point, and those of a result of the same type.
  fileprivate func expectRescaled(_ inputs: [TensorType]) throws(OperationError) {
    try expect(inputs, count: 5...5)
    try expectBytes(inputs[0])
    try expectScalars(inputs[1], inputs[2], of: inputs[0].element)
    try expectScalars(inputs[3], inputs[4], of: inputs[0].element)
  }
}

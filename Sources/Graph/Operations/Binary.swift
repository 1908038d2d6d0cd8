/// An element-wise function of two operands, which broadcast as in NumPy.
public struct Binary: Operation {
  /// Used in messages.
  public static let name = "element-wise operation"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.data(0), .data(1)]
  }

  /// The function.
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, divide, power
  }

  /// The function.
  public var function: Function

  /// Creates an operation.
  public init(_ function: Function) { self.function = function }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...2)
    guard inputs[0].element == inputs[1].element else {
      throw OperationError("\(inputs[0]) and \(inputs[1]) have different element types")
    }
    let shape = try Broadcasting.shape(inputs[0].shape.dimensions, inputs[1].shape.dimensions)
    return [TensorType(inputs[0].element, try Shape(shape))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for inputs: [TensorType]) -> ChannelRelation {
    let shapes = inputs.map(\.shape.dimensions)
    switch function {
    case .add, .subtract: return shapes[0] == shapes[1] ? .kept(from: [0, 1]) : .mixed
    case .multiply, .divide:
      // A factor can pass through the operand that has the shape of the result; of two products
      // the first.
      let result = try? Broadcasting.shape(shapes[0], shapes[1])
      if shapes[0] == result { return .kept(from: [0]) }
      return function == .multiply && shapes[1] == result ? .kept(from: [1]) : .mixed
    case .power: return .mixed
    }
  }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? {
    switch function {
    case .add: QuantizedBinary(.add)
    case .multiply: QuantizedBinary(.multiply)
    case .subtract, .divide, .power: nil
    }
  }
}

/// NumPy's rule for operands of different shapes.
enum Broadcasting {
  static func shape(_ a: [Int], _ b: [Int]) throws(OperationError) -> [Int] {
    let rank = max(a.count, b.count)
    let left = Array(repeating: 1, count: rank - a.count) + a
    let right = Array(repeating: 1, count: rank - b.count) + b
    var result: [Int] = []
    for (l, r) in zip(left, right) {
      guard l == r || l == 1 || r == 1 else {
        throw OperationError("shapes \(a) and \(b) do not broadcast")
      }
      result.append(l == 1 ? r : l)
    }
    return result
  }
}

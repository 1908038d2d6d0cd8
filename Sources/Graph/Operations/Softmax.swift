/// e^x divided by its sum along one axis, with the largest x taken off first.
public struct Softmax: Operation {
  /// Used in messages.
  public static let name = "softmax"

  /// The axis, from the front or (negative) from the back.
  public var axis: Int

  /// Creates a softmax.
  public init(axis: Int) { self.axis = axis }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    try expectFloats(inputs)
    _ = try normalized(axis: axis, rank: inputs[0].shape.rank)
    return [inputs[0]]
  }
}

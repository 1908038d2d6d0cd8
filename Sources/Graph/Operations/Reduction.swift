/// One value for each run of elements along an axis, which stays with extent 1.
public struct Reduction: Operation {
  /// Used in messages.
  public static let name = "reduction"

  /// How the elements of a run become one.
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case sum, maximum
  }

  /// The function.
  public var function: Function
  /// The axis, from the front or (negative) from the back.
  public var axis: Int

  /// Creates a reduction.
  public init(_ function: Function, axis: Int) {
    self.function = function
    self.axis = axis
  }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    try expectFloats(inputs)
    var dimensions = inputs[0].shape.dimensions
    dimensions[try normalized(axis: axis, rank: dimensions.count)] = 1
    return [TensorType(inputs[0].element, try Shape(dimensions))]
  }
}

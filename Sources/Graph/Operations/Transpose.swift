/// The axes in another order: result axis i is operand axis `permutation[i]`.
public struct Transpose: Operation {
  /// Used in messages.
  public static let name = "transpose"

  /// A permutation of the operand's axes.
  public var permutation: [Int]

  /// Creates a transposition.
  public init(permutation: [Int]) { self.permutation = permutation }

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 1...1)
    let shape = inputs[0].shape
    guard permutation.sorted() == Array(0..<shape.rank) else {
      throw OperationError("\(permutation) does not permute the axes of \(shape)")
    }
    return [TensorType(inputs[0].element, try Shape(permutation.map { shape[$0] }))]
  }
}

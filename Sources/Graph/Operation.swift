import Text

/// What a node computes: a value type with the attributes, and all that others ask of it.
///
/// An operation is added with one file in `Operations`, where it answers the questions below, and
/// one entry in `OperationCatalog`; rooms that run it or write it to a file keep a table with one
/// entry for each type, and their tests hold the tables against the catalog. Nothing else has to
/// know a new operation: passes, quantization and reports ask it. That is why the requirements have
/// no defaults, but for `storedForm`, which follows from `elements`.
public protocol Operation: Hashable, Sendable {
  /// The name used in messages.
  static var name: String { get }

  /// Whether it makes or takes quantized values rather than real ones.
  static var isQuantized: Bool { get }

  /// What the operands are, in order.
  ///
  /// - Parameter count: how many operands a node has, as many as `outputTypes` accepts: optional
  ///   ones stand at the end.
  static func operandRoles(count: Int) -> [OperandRole]

  /// The types of the results for operands of the given types.
  ///
  /// - Throws: `OperationError` when the operands do not fit the operation.
  func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType]

  /// Where the elements of the results come from.
  var elements: ElementOrigin { get }

  /// How factors of channels pass from operands to results.
  ///
  /// - Parameter inputs: types that `outputTypes` accepts.
  func channels(for inputs: [TensorType]) -> ChannelRelation

  /// Multiplications followed by an addition, for all images of the batch; 0 for operations that
  /// are not made of sums of products.
  ///
  /// - Parameter inputs: types that `outputTypes` accepts.
  func multiplyAdds(for inputs: [TensorType]) -> Int

  /// The operation on quantized values that stands for this one where operands and results have
  /// scales of their own; nil where there is none.
  ///
  /// Its roles are those of this operation, with scales and zero points besides.
  var quantizedForm: (any Operation)? { get }

  /// The operation on quantized values that stands for this one where operands and results share one
  /// encoding; nil where there is none.
  func storedForm(_ encoding: QuantizationEncoding) -> (any Operation)?
}

extension Operation {
  /// The operation itself where it only gives elements of its operands, which are then stored
  /// numbers. Operations that have numbers of their own store them.
  public func storedForm(_: QuantizationEncoding) -> (any Operation)? {
    elements.keepsScale ? self : nil
  }
}

/// Why operands do not fit an operation.
public struct OperationError: Failure, Hashable, Sendable {
  /// What was found and what was expected.
  public let description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}

extension Operation {
  /// Checks the number of operands.
  func expect(_ inputs: [TensorType], count: ClosedRange<Int>) throws(OperationError) {
    guard count.contains(inputs.count) else {
      let expected =
        count.lowerBound == count.upperBound
        ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
      throw OperationError("\(Self.name) takes \(expected) operands, not \(inputs.count)")
    }
  }

  /// Checks an operand's rank.
  func expect(_ input: TensorType, rank: Int) throws(OperationError) {
    guard input.shape.rank == rank else {
      throw OperationError(
        "\(Self.name) takes a tensor with \(rank) axes, not one of shape \(input.shape)")
    }
  }

  /// Checks that operands hold float32: kernels read as many bytes as that takes.
  func expectFloats(_ inputs: [TensorType]) throws(OperationError) {
    for input in inputs where input.element != .float32 {
      throw OperationError("\(Self.name) takes float32, not \(input)")
    }
  }

  /// Checks that an operand holds what maps are made of: float32, uint8 or int8.
  func expectFloatsOrBytes(_ input: TensorType) throws(OperationError) {
    guard [.float32, .uint8, .int8].contains(input.element) else {
      throw OperationError("\(Self.name) takes float32, uint8 or int8, not \(input)")
    }
  }

  /// An axis counted from the front, from one that may be counted from the back.
  func normalized(axis: Int, rank: Int) throws(OperationError) -> Int {
    let positive = axis < 0 ? axis + rank : axis
    guard (0..<rank).contains(positive) else {
      throw OperationError("\(Self.name): a tensor with \(rank) axes has no axis \(axis)")
    }
    return positive
  }
}

extension OperationError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}

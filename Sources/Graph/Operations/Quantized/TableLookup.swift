/// A function of 8-bit numbers as a table.
///
/// Operands: x (uint8 or int8), table [256] (uint8 or int8). Result: as x, of the table's type.
///
/// Entries stand in the order of the bits of x: for uint8 the results for 0...255, for int8 those
/// for 0...127 and then those for -128...-1, where indices of ONNX that count from the end find
/// them.
public struct TableLookup: Operation {
  /// Used in messages.
  public static let name = "table lookup"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = true

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.x, .table]
  }

  /// The number of entries: one for each byte.
  public static let entryCount = 256

  /// Creates an operation; it has no attributes.
  public init() {}

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...2)
    for input in inputs { try expectBytes(input) }
    guard inputs[1].shape.dimensions == [Self.entryCount] else {
      throw OperationError("\(Self.name) takes a table of \(Self.entryCount), not \(inputs[1])")
    }
    return [TensorType(inputs[1].element, inputs[0].shape)]
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

import Graph

/// An operation with operands that fit it.
public struct OperationSample: Sendable, CustomStringConvertible {
  /// The operation.
  public let operation: any Operation
  /// The types of the operands.
  public let operands: [TensorType]

  /// The name of the operation.
  public var description: String { Swift.type(of: operation).name }

  /// The identity of the operation's type.
  public var type: ObjectIdentifier { ObjectIdentifier(Swift.type(of: operation)) }

  private init(_ operation: any Operation, _ operands: [TensorType]) {
    self.operation = operation
    self.operands = operands
  }

  /// A sample of each operation that there is, with all optional operands.
  public static func all() throws(OperationError) -> [OperationSample] {
    func tensor(_ element: ElementType, _ dimensions: Int...) throws(OperationError) -> TensorType {
      TensorType(element, try Shape(dimensions))
    }
    let map = try tensor(.float32, 2, 4, 6, 6)
    let vector = try tensor(.float32, 4)
    let bytes = try tensor(.uint8, 2, 4, 6, 6)
    let scale = TensorType(.float32, .scalar)
    let zero = TensorType(.uint8, .scalar)
    let filters = try tensor(.float32, 8, 2, 3, 3)
    let stored = try tensor(.int8, 8, 2, 3, 3)
    let window = Window(kernel: Extent2D(3), padding: Padding2D(1))
    let code = [bytes, scale, zero]
    return [
      OperationSample(AveragePool(window: window), [map]),
      OperationSample(BatchNormalization(), [map, vector, vector, vector, vector]),
      OperationSample(Binary(.add), [map, map]),
      OperationSample(Cast(.int32), [map]),
      OperationSample(Concatenation(axis: 1), [map, map, map]),
      OperationSample(
        Convolution(window: window, groups: 2), [map, filters, try tensor(.float32, 8)]),
      OperationSample(Flatten(), [map]),
      OperationSample(
        FullyConnected(),
        [try tensor(.float32, 2, 5), try tensor(.float32, 3, 5), try tensor(.float32, 3)]),
      OperationSample(Gather(axis: 1, indices: [3, 0, 0]), [map]),
      OperationSample(
        GatherND(batchAxes: 1), [try tensor(.float32, 2, 9, 4), try tensor(.int64, 2, 3, 1)]),
      OperationSample(GlobalAveragePool(), [map]),
      OperationSample(
        MatrixProduct(), [try tensor(.float32, 2, 3, 4), try tensor(.float32, 2, 4, 5)]),
      OperationSample(MaxPool(window: window), [map]),
      OperationSample(
        NonMaximumSuppression(limit: 5, overlap: 0.5, threshold: 0.5),
        [try tensor(.float32, 2, 9, 4), try tensor(.float32, 2, 3, 9)]),
      OperationSample(Pad(before: [0, 1, 0, 0], after: [0, 0, 2, 2], value: 0), [map]),
      OperationSample(Reduction(.sum, axis: 2), [map]),
      OperationSample(Reshape(target: [0, 2, 12, 6]), [map]),
      OperationSample(
        ScatterND(), [map, try tensor(.int64, 5, 4), try tensor(.float32, 5)]),
      OperationSample(Slice(axis: 1, start: 1, end: 3), [map]),
      OperationSample(Softmax(axis: 1), [map]),
      OperationSample(Split(axis: 1, sizes: [1, 3]), [map]),
      OperationSample(TopK(count: 2, axis: 1), [map]),
      OperationSample(Transpose(permutation: [0, 1, 3, 2]), [map]),
      OperationSample(Unary(.relu), [map]),
      OperationSample(UpsampleNearest(scale: Extent2D(2)), [map]),
      OperationSample(Dequantization(), code),
      OperationSample(
        IntegerConvolution(window: window, groups: 2),
        [bytes, stored, zero, TensorType(.int8, .scalar)]),
      OperationSample(Quantization(), [map, scale, zero]),
      OperationSample(QuantizedAveragePool(window: window), code + [scale, zero]),
      OperationSample(QuantizedBinary(.add), code + code + [scale, zero]),
      OperationSample(QuantizedConcatenation(axis: 1), [scale, zero] + code + code),
      OperationSample(
        QuantizedConvolution(window: window, groups: 2),
        code + [stored, scale, TensorType(.int8, .scalar), scale, zero, try tensor(.int32, 8)]),
      OperationSample(QuantizedGlobalAveragePool(), code + [scale, zero]),
      OperationSample(QuantizedUnary(.sigmoid), code + [scale, zero]),
      OperationSample(TableLookup(), [bytes, try tensor(.uint8, TableLookup.entryCount)]),
    ]
  }

  /// The types that some operations have, to compare lists of them.
  public static func types(of operations: [any Operation.Type]) -> Set<ObjectIdentifier> {
    Set(operations.map { ObjectIdentifier($0) })
  }
}

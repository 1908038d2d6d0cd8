import Graph

/// How the operations of one type become steps for hardware: an entry of `StepWriters`.
///
/// It is made from a function that takes the operation itself, so that there is no entry that would be
/// given another.
struct StepWriter: Sendable {
  /// The operations.
  let operation: any Operation.Type
  /// What a step is called.
  let name: HardwareNetwork.Operation
  private let writeAny:
    @Sendable (any Operation, Node, inout HardwareNetwork.Step, inout NetworkBuilder)
      throws(HardwareError) -> Void

  /// Registers an operation.
  ///
  /// - Parameter write: completes a step that has its inputs and outputs already.
  init<Registered: Operation>(
    _ type: Registered.Type, _ name: HardwareNetwork.Operation,
    _ write:
      @escaping @Sendable (Registered, Node, inout HardwareNetwork.Step, inout NetworkBuilder)
      throws(HardwareError) -> Void
  ) {
    operation = type
    self.name = name
    writeAny = { (operation, node, step, builder) throws(HardwareError) in
      guard let operation = operation as? Registered else {
        preconditionFailure("\(Registered.name) is registered")
      }
      try write(operation, node, &step, &builder)
    }
  }

  /// Completes a step.
  func write(
    _ node: Node, _ step: inout HardwareNetwork.Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    try writeAny(node.operation, node, &step, &builder)
  }
}

/// The operations that hardware is told of: an entry for each.
enum StepWriters {
  static let all: [StepWriter] = [
    StepWriter(QuantizedConvolution.self, .convolution, SumSteps.convolution),
    StepWriter(QuantizedAveragePool.self, .averagePool, SumSteps.averagePool),
    StepWriter(QuantizedGlobalAveragePool.self, .globalAveragePool, SumSteps.globalAveragePool),
    StepWriter(QuantizedBinary.self, .add, SumSteps.binary),
    StepWriter(MaxPool.self, .maxPool, SumSteps.maxPool),
    StepWriter(QuantizedUnary.self, .table, MoveSteps.function),
    StepWriter(TableLookup.self, .table, MoveSteps.function),
    StepWriter(Concatenation.self, .concatenate, MoveSteps.concatenation),
    StepWriter(QuantizedConcatenation.self, .concatenate, MoveSteps.quantizedConcatenation),
    StepWriter(Split.self, .split, MoveSteps.split),
    StepWriter(Slice.self, .slice, MoveSteps.slice),
    StepWriter(Reshape.self, .reshape, MoveSteps.same),
    StepWriter(Flatten.self, .reshape, MoveSteps.same),
    StepWriter(Transpose.self, .transpose, MoveSteps.transpose),
    StepWriter(UpsampleNearest.self, .upsample, MoveSteps.upsample),
    StepWriter(Pad.self, .pad, MoveSteps.pad),
    StepWriter(Dequantization.self, .dequantize, SumSteps.dequantization),
  ]

  private static let table = Dictionary(
    uniqueKeysWithValues: all.map { (ObjectIdentifier($0.operation), $0) })

  /// The entry of an operation; nil for one that hardware is not told of.
  static func entry(for operation: any Operation) -> StepWriter? {
    table[ObjectIdentifier(type(of: operation))]
  }
}

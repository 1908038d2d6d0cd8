import Graph

/// How the engine runs the operations of one type: an entry of `StepBuilders`.
///
/// It is made from functions that take the operation itself, so that there is no entry that would
/// be given another.
struct StepBuilder: Sendable {
  /// A part of a concatenation along the channels, and whether it is copied as it is.
  typealias Part = (value: ValueID, isCopied: Bool)

  /// The operations.
  let operation: any Operation.Type
  private let buildAny:
    @Sendable (any Operation, inout Planner, NodeContext) throws(EngineError) -> Void
  private let writesSlicesAny: @Sendable (any Operation) -> Bool
  private var appliesAny: (@Sendable (Node, Node, Graph) -> Bool)?
  private var partsAny: (@Sendable (any Operation, Node, Graph) -> [Part])?

  /// Registers an operation.
  ///
  /// - Parameters:
  ///   - writesSlices: whether the steps can write a feature map that is a slice of a wider one.
  ///   - build: turns a node into steps.
  init<Registered: Operation>(
    _ type: Registered.Type, writesSlices: @escaping @Sendable (Registered) -> Bool,
    _ build:
      @escaping @Sendable (Registered, inout Planner, NodeContext) throws(EngineError) -> Void
  ) {
    operation = type
    buildAny = { (operation, planner, context) throws(EngineError) in
      try build(StepBuilder.typed(operation), &planner, context)
    }
    writesSlicesAny = { writesSlices(StepBuilder.typed($0)) }
  }

  /// Registers an operation whose steps can write slices, or cannot.
  init<Registered: Operation>(
    _ type: Registered.Type, writesSlices: Bool,
    _ build:
      @escaping @Sendable (Registered, inout Planner, NodeContext) throws(EngineError) -> Void
  ) {
    self.init(type, writesSlices: { _ in writesSlices }, build)
  }

  /// The same, for steps that can apply an activation where they store their result.
  ///
  /// - Parameter applies: whether they can apply the first node after the second one.
  func applying(_ applies: @escaping @Sendable (Node, Node, Graph) -> Bool) -> StepBuilder {
    var builder = self
    builder.appliesAny = applies
    return builder
  }

  /// The same, for concatenations whose operands can be computed in place.
  func placing<Registered: Operation>(
    _ parts: @escaping @Sendable (Registered, Node, Graph) -> [Part]
  ) -> StepBuilder {
    precondition(operation == Registered.self, "an entry is of one operation")
    var builder = self
    builder.partsAny = { parts(StepBuilder.typed($0), $1, $2) }
    return builder
  }

  /// The table finds an entry by the type that it was made from.
  private static func typed<Registered: Operation>(_ operation: any Operation) -> Registered {
    guard let operation = operation as? Registered else {
      preconditionFailure("\(Registered.name) is registered, not \(type(of: operation).name)")
    }
    return operation
  }

  // MARK: Use

  /// Turns a node into steps.
  func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    try buildAny(context.node.operation, &planner, context)
  }

  /// Whether the steps can write a feature map that is a slice of a wider one.
  func writesSlices(_ node: Node) -> Bool { writesSlicesAny(node.operation) }

  /// Whether the steps of `node` can apply the activation `follower` to their result.
  func canApply(_ follower: Node, after node: Node, in graph: Graph) -> Bool {
    appliesAny?(follower, node, graph) ?? false
  }

  /// The parts of a concatenation along the channels in order; none for other nodes.
  func parts(of node: Node, in graph: Graph) -> [Part] {
    partsAny?(node.operation, node, graph) ?? []
  }
}

/// The operations the engine has kernels for: an entry for each.
enum StepBuilders {
  static let all: [StepBuilder] = [
    StepBuilder(Convolution.self, writesSlices: true, ConvolutionSteps.build)
      .applying { follower, _, _ in ConvolutionSteps.function(of: follower) != nil },
    StepBuilder(FullyConnected.self, writesSlices: false, FullyConnectedSteps.build),
    StepBuilder(MatrixProduct.self, writesSlices: false, MatrixProductSteps.build),
    StepBuilder(BatchNormalization.self, writesSlices: false, BatchNormalizationSteps.build),
    StepBuilder(MaxPool.self, writesSlices: true, PoolingSteps.buildMaximum),
    StepBuilder(AveragePool.self, writesSlices: true, PoolingSteps.buildAverage),
    StepBuilder(GlobalAveragePool.self, writesSlices: false, PoolingSteps.buildGlobalAverage),
    StepBuilder(UpsampleNearest.self, writesSlices: true, UpsampleSteps.build),
    StepBuilder(
      Concatenation.self, writesSlices: { $0.isAlongChannels(rank: 4) }, ConcatenationSteps.build
    ).placing(ConcatenationSteps.parts),
    StepBuilder(Split.self, writesSlices: false, SplitSteps.buildSplit),
    StepBuilder(Slice.self, writesSlices: false, SplitSteps.buildSlice),
    StepBuilder(Pad.self, writesSlices: false, PadSteps.build),
    StepBuilder(Reshape.self, writesSlices: false, ReshapeSteps.build),
    StepBuilder(Flatten.self, writesSlices: false, ReshapeSteps.build),
    StepBuilder(Transpose.self, writesSlices: false, TransposeSteps.build),
    StepBuilder(Binary.self, writesSlices: false, BinarySteps.build),
    StepBuilder(Unary.self, writesSlices: false, UnarySteps.build),
    StepBuilder(Cast.self, writesSlices: false, CastSteps.build),
    StepBuilder(TopK.self, writesSlices: false, TopKSteps.build),
    StepBuilder(Gather.self, writesSlices: false, IndexingSteps.buildChoice),
    StepBuilder(GatherND.self, writesSlices: false, IndexingSteps.buildGather),
    StepBuilder(ScatterND.self, writesSlices: false, IndexingSteps.buildScatter),
    StepBuilder(Softmax.self, writesSlices: false, SoftmaxSteps.build),
    StepBuilder(Reduction.self, writesSlices: false, ReductionSteps.build),
    StepBuilder(Quantization.self, writesSlices: false, QuantizationSteps.buildQuantization),
    StepBuilder(Dequantization.self, writesSlices: false, QuantizationSteps.buildDequantization),
    StepBuilder(QuantizedConvolution.self, writesSlices: true, QuantizedConvolutionSteps.build)
      .applying(QuantizedConvolutionSteps.canApply),
    StepBuilder(
      IntegerConvolution.self, writesSlices: false, QuantizedConvolutionSteps.buildInteger),
    StepBuilder(QuantizedUnary.self, writesSlices: false, QuantizedUnarySteps.build),
    StepBuilder(TableLookup.self, writesSlices: false, QuantizedUnarySteps.build),
    StepBuilder(QuantizedBinary.self, writesSlices: false, QuantizedBinarySteps.build),
    StepBuilder(
      QuantizedConcatenation.self, writesSlices: { $0.axis == 1 },
      ConcatenationSteps.buildQuantized
    ).placing(ConcatenationSteps.quantizedParts),
    StepBuilder(QuantizedAveragePool.self, writesSlices: true, PoolingSteps.buildQuantizedAverage),
    StepBuilder(
      QuantizedGlobalAveragePool.self, writesSlices: false,
      PoolingSteps.buildQuantizedGlobalAverage),
    StepBuilder(
      NonMaximumSuppression.self, writesSlices: false, NonMaximumSuppressionSteps.build),
  ]

  private static let table = Dictionary(
    uniqueKeysWithValues: all.map { (ObjectIdentifier($0.operation), $0) })

  /// The entry of an operation; nil where the engine has no kernel for it.
  static func entry(for operation: any Operation) -> StepBuilder? {
    table[ObjectIdentifier(type(of: operation))]
  }
}

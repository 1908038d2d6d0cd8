import Graph

/// Turns one node into steps.
typealias StepBuilder = @Sendable (inout Planner, NodeContext) throws(EngineError) -> Void

/// The operations the engine has kernels for: an entry for each.
enum StepBuilders {
  static let table: [ObjectIdentifier: StepBuilder] = [
    ObjectIdentifier(Convolution.self): ConvolutionSteps.build,
    ObjectIdentifier(FullyConnected.self): FullyConnectedSteps.build,
    ObjectIdentifier(MatrixProduct.self): MatrixProductSteps.build,
    ObjectIdentifier(BatchNormalization.self): BatchNormalizationSteps.build,
    ObjectIdentifier(MaxPool.self): PoolingSteps.buildMaximum,
    ObjectIdentifier(AveragePool.self): PoolingSteps.buildAverage,
    ObjectIdentifier(GlobalAveragePool.self): PoolingSteps.buildGlobalAverage,
    ObjectIdentifier(UpsampleNearest.self): UpsampleSteps.build,
    ObjectIdentifier(Concatenation.self): ConcatenationSteps.build,
    ObjectIdentifier(Split.self): SplitSteps.buildSplit,
    ObjectIdentifier(Slice.self): SplitSteps.buildSlice,
    ObjectIdentifier(Pad.self): PadSteps.build,
    ObjectIdentifier(Reshape.self): ReshapeSteps.build,
    ObjectIdentifier(Flatten.self): ReshapeSteps.build,
    ObjectIdentifier(Transpose.self): TransposeSteps.build,
    ObjectIdentifier(Binary.self): BinarySteps.build,
    ObjectIdentifier(Unary.self): UnarySteps.build,
    ObjectIdentifier(Softmax.self): SoftmaxSteps.build,
    ObjectIdentifier(Reduction.self): ReductionSteps.build,
    ObjectIdentifier(NonMaximumSuppression.self): NonMaximumSuppressionSteps.build,
  ]

  /// Whether the operation's steps can apply an activation where they store.
  static func takesActivation(_ operation: any Operation) -> Bool {
    operation is Convolution
  }

  /// Whether the operation's steps can write a feature map that is a slice of a wider one.
  static func writesWithStride(_ operation: any Operation, rank: Int) -> Bool {
    switch operation {
    case is Convolution, is MaxPool, is AveragePool, is UpsampleNearest: true
    case let concatenation as Concatenation: concatenation.axis == 1
    default: false
    }
  }
}

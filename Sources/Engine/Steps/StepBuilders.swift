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
    ObjectIdentifier(Quantization.self): QuantizationSteps.buildQuantization,
    ObjectIdentifier(Dequantization.self): QuantizationSteps.buildDequantization,
    ObjectIdentifier(QuantizedConvolution.self): QuantizedConvolutionSteps.build,
    ObjectIdentifier(IntegerConvolution.self): QuantizedConvolutionSteps.buildInteger,
    ObjectIdentifier(QuantizedUnary.self): QuantizedUnarySteps.build,
    ObjectIdentifier(TableLookup.self): QuantizedUnarySteps.build,
    ObjectIdentifier(QuantizedBinary.self): QuantizedBinarySteps.build,
    ObjectIdentifier(QuantizedConcatenation.self): ConcatenationSteps.buildQuantized,
    ObjectIdentifier(QuantizedAveragePool.self): PoolingSteps.buildQuantizedAverage,
    ObjectIdentifier(QuantizedGlobalAveragePool.self): PoolingSteps.buildQuantizedGlobalAverage,
    ObjectIdentifier(NonMaximumSuppression.self): NonMaximumSuppressionSteps.build,
  ]

  /// Whether the operation's steps can apply an activation where they store.
  static func takesActivation(_ operation: any Operation) -> Bool {
    operation is Convolution || operation is QuantizedConvolution
  }

  /// Whether the steps of `node` can apply the activation `follower` to their result.
  static func canApply(_ follower: Node, after node: Node, in graph: Graph) -> Bool {
    switch node.operation {
    case is Convolution: return follower.operation is Unary
    case is QuantizedConvolution:
      // The table is looked up by what the convolution would have stored.
      if follower.operation is TableLookup { return follower.inputs[0] == node.outputs[0] }
      guard follower.operation is QuantizedUnary,
        let stored = graph.quantization(scale: node.inputs[6], zeroPoint: node.inputs[7]),
        let read = graph.quantization(scale: follower.inputs[1], zeroPoint: follower.inputs[2])
      else { return false }
      return stored.equals(read)
    default: return false
    }
  }

  /// Whether the operation's steps can write a feature map that is a slice of a wider one.
  static func writesWithStride(_ operation: any Operation, rank: Int) -> Bool {
    switch operation {
    case is Convolution, is MaxPool, is AveragePool, is UpsampleNearest, is QuantizedConvolution,
      is QuantizedAveragePool:
      true
    case let concatenation as Concatenation: concatenation.isAlongChannels(rank: rank)
    case let concatenation as QuantizedConcatenation: concatenation.axis == 1
    default: false
    }
  }
}

/// Turns operations between dequantizations and a quantization (the QDQ form) into operations on
/// the quantized values, so that an engine can run them in integers.
///
/// Requires: a valid graph. What is folded has operands that are all dequantized, one constant
/// scale and zero point each, and a result that nothing but quantizations with one and the same
/// constant scale and zero point of the operands' type read:
/// - a convolution with constant filters whose bias is a whole number of x scale · filter scale for
///   each channel (`QuantizedConvolution`);
/// - element-wise functions, sums, products and average pools (`QuantizedUnary` and its like);
/// - a concatenation (`QuantizedConcatenation`, or a plain one where all scales are the same);
/// - what only moves or picks elements, where the scale and zero point stay the same: the operation
///   itself, on quantized values.
///
/// A ReLU or clip in front of the quantization goes away where the quantization limits to the same
/// or a smaller range anyway. Any other function behind a convolution that is not quantized between
/// keeps the convolution in real numbers, as in ONNX Runtime.
///
/// Ensures: inputs, outputs and their names stay. The result of a folded operation is no real
/// number any more; where it was the output of a darknet layer, its dequantized value now is.
/// Results differ by what real arithmetic rounds before the quantization.
public struct FoldQuantization: Pass {
  /// Creates the pass.
  public init() {}

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [] }

  /// Folds every operation that can be folded.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    // A part that nothing reads is not quantized, which would keep its split in real numbers.
    let isSliced = try SplitsToSlices(isForFolding: true).apply(to: &graph)
    let matcher = QuantizationMatcher(graph)
    let folds = graph.nodes.map(matcher.fold)
    let absorbed = Set(folds.compactMap { $0?.absorbed }.joined())
    guard !absorbed.isEmpty else { return isSliced }
    let layerOutputs = Set(graph.layerOutputs.values)
    var rewriter = GraphRewriter(graph)
    for (index, node) in graph.nodes.enumerated() where !absorbed.contains(index) {
      guard let fold = folds[index] else {
        try rewriter.copy(node)
        continue
      }
      try rewriter.add(fold, for: node)
      for result in fold.results where layerOutputs.contains(result.real) {
        try rewriter.dequantize(result)
      }
    }
    graph = try rewriter.finish()
    _ = try RemoveUnused(keepsLayerOutputs: true).apply(to: &graph)
    return true
  }
}

extension GraphRewriter {
  /// Puts the folded form in the place of a node, with the results of the quantizations.
  fileprivate mutating func add(_ fold: QuantizationFold, for node: Node) throws(GraphError) {
    var operands: [ValueID] = []
    for operand in fold.operands {
      switch operand {
      case .value(let id): operands.append(try value(id, readBy: node.name))
      case .constant(let label, let tensor):
        operands.append(addConstant("\(node.name)_\(label)", tensor))
      }
    }
    var folded = node
    folded.outputs = fold.results.map { $0.stored[0] }
    try copy(folded, operation: fold.operation, inputs: operands)
    for result in fold.results {
      let first = try value(result.stored[0], readBy: node.name)
      for other in result.stored.dropFirst() { replace(other, by: first) }
    }
  }

  /// Computes the real value of a result from the stored one, in the place and under the name of
  /// what was folded.
  fileprivate mutating func dequantize(
    _ result: QuantizationFold.Result
  ) throws(GraphError) {
    let node = Node(
      name: result.quantization.name, operation: Dequantization(),
      inputs: [result.stored[0]] + result.quantization.inputs[1...], outputs: [result.real],
      origin: result.quantization.origin)
    try copy(node)
  }
}

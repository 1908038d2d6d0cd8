/// Folds batch normalization into the convolution or matrix product before it.
///
/// Requires: constant weights and statistics, and a value between that nothing else uses and that
/// is no darknet layer's output.
/// Ensures: the same results but for rounding; computed in double precision as darknet's
/// `fuse_conv_batchnorm` (`network.c`): weight' = weight · scale / sqrt(variance + ε),
/// bias' = bias + (bias₀ - mean) · scale / sqrt(variance + ε).
public struct FoldBatchNormalization: Pass {
  /// Whether weights are multiplied whenever they are read, for a graph that is only written: it then
  /// takes no memory that grows with the network.
  public var isLazy: Bool

  /// Creates the pass.
  public init(isLazy: Bool = false) { self.isLazy = isLazy }

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.normalizationIsFolded] }

  /// Folds every normalization that can be folded.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    var hasChanged = false
    // One normalization behind another can be folded when that one has been.
    while true {
      var folded: Set<Int> = []
      for candidate in FoldBatchNormalization.candidates(in: graph) {
        guard let fold = Fold(candidate, in: graph, isLazy: isLazy) else { continue }
        graph.fold(fold, candidate)
        folded.insert(candidate.normalization)
      }
      guard !folded.isEmpty else { return hasChanged }
      graph.nodes = graph.nodes.enumerated().filter { !folded.contains($0.offset) }.map(\.element)
      hasChanged = true
    }
  }

  /// A normalization that can be folded, and the layer it is folded into, by their positions.
  struct Candidate {
    let normalization: Int
    let layer: Int
  }

  /// The normalizations that can be folded, in order.
  static func candidates(in graph: Graph) -> [Candidate] {
    guard graph.nodes.contains(where: { $0.operation is BatchNormalization }) else { return [] }
    var uses: [ValueID: Int] = [:]
    var producers: [ValueID: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs { uses[input, default: 0] += 1 }
      for output in node.outputs { producers[output] = index }
    }
    for output in graph.allOutputs { uses[output, default: 0] += 1 }
    for output in graph.layerOutputs.values { uses[output, default: 0] += 1 }
    return graph.nodes.enumerated().compactMap { index, node in
      guard node.operation is BatchNormalization, uses[node[.x]] == 1,
        let producer = producers[node[.x]], isFoldable(graph.nodes[producer], in: graph),
        node.inputs.dropFirst().allSatisfy({ graph[$0].constant != nil })
      else { return nil }
      return Candidate(normalization: index, layer: producer)
    }
  }

  /// Whether a node multiplies with filters of its own, one for each channel of the result, that
  /// can be changed.
  private static func isFoldable(_ node: Node, in graph: Graph) -> Bool {
    let types = node.inputs.map { graph[$0].type }
    guard case .absorbed = node.operation.channels(for: types),
      let filters = graph[node[.filters]].constant, filters.type.element == .float32,
      let channels = filters.shape.dimensions.first, channels > 0
    else { return false }
    return node.operand(.bias).map { graph[$0].constant != nil } ?? true
  }
}

/// The weights and bias of a layer after folding.
private struct Fold {
  var weights: Tensor
  var bias: Tensor

  init?(_ candidate: FoldBatchNormalization.Candidate, in graph: Graph, isLazy: Bool) {
    let (node, layer) = (graph.nodes[candidate.normalization], graph.nodes[candidate.layer])
    func numbers(_ role: OperandRole) -> [Float]? {
      graph[node[role]].constant?.elements(Float.self)
    }
    guard let normalization = node.operation as? BatchNormalization,
      let weights = graph[layer[.filters]].constant, let scale = numbers(.factor),
      let bias = numbers(.bias), let mean = numbers(.mean), let variance = numbers(.variance)
    else { return nil }
    let channels = weights.shape[0]
    let before =
      layer.operand(.bias).flatMap { graph[$0].constant?.elements(Float.self) }
      ?? Array(repeating: 0, count: channels)
    let epsilon = Double(normalization.epsilon)
    let factors = (0..<channels).map { channel in
      Double(scale[channel]) / (Double(variance[channel]) + epsilon).squareRoot()
    }
    var foldedBias: [Float] = []
    for channel in 0..<channels {
      let centred = Double(before[channel]) - Double(mean[channel])
      foldedBias.append(Float(Double(bias[channel]) + centred * factors[channel]))
    }
    self.bias = Tensor(foldedBias, shape: Shape(vector: channels))
    let perChannel = weights.shape.count / channels
    let multiply = { @Sendable (target: UnsafeMutableRawBufferPointer) in
      weights.buffer.withUnsafeBytes { source in
        for channel in 0..<channels {
          let factor = factors[channel]
          for offset in channel * perChannel..<(channel + 1) * perChannel {
            let weight = source.loadUnaligned(fromByteOffset: offset * 4, as: Float.self)
            target.storeBytes(
              of: Float(Double(weight) * factor), toByteOffset: offset * 4, as: Float.self)
          }
        }
      }
      weights.buffer.releasePages()
    }
    let count = weights.type.byteCount
    self.weights = Tensor(
      type: weights.type,
      buffer: isLazy
        ? TensorBuffer.made(byteCount: count, by: multiply)
        : TensorBuffer(byteCount: count, initialize: multiply))
  }
}

extension Graph {
  fileprivate mutating func fold(_ fold: Fold, _ candidate: FoldBatchNormalization.Candidate) {
    let layer = nodes[candidate.layer]
    let weights = self[layer[.filters]].name
    // The name without the suffix stays free for the value that is replaced.
    let newWeights = addConstant("\(weights)_folded", fold.weights, origin: layer.origin)
    let newBias = addConstant("\(layer.name)_bias", fold.bias, origin: layer.origin)
    nodes[candidate.layer].inputs = [layer[.x], newWeights, newBias]
    nodes[candidate.layer].outputs = nodes[candidate.normalization].outputs
  }
}

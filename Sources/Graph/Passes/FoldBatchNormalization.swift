/// Folds batch normalization into the convolution or matrix product before it.
///
/// Requires: constant weights and statistics, and a value between that nothing else uses and that
/// is no darknet layer's output.
/// Ensures: the same results but for rounding; computed in double precision as darknet's
/// `fuse_conv_batchnorm` (`network.c`): weight' = weight · scale / sqrt(variance + ε),
/// bias' = bias + (bias₀ - mean) · scale / sqrt(variance + ε).
public struct FoldBatchNormalization: Pass {
  /// Creates the pass.
  public init() {}

  /// Folds every normalization that can be folded.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    var uses: [ValueID: Int] = [:]
    var producers: [ValueID: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs { uses[input, default: 0] += 1 }
      for output in node.outputs { producers[output] = index }
    }
    for output in graph.outputs { uses[output, default: 0] += 1 }
    for output in graph.layerOutputs.values { uses[output, default: 0] += 1 }

    var folded: Set<Int> = []
    for (index, node) in graph.nodes.enumerated() {
      guard let normalization = node.operation as? BatchNormalization,
        let producer = producers[node.inputs[0]], uses[node.inputs[0]] == 1,
        graph.nodes[producer].operation is Convolution
          || graph.nodes[producer].operation is FullyConnected,
        let fold = Fold(normalization, of: node, after: graph.nodes[producer], in: graph)
      else { continue }
      graph.fold(fold, normalization: index, into: producer)
      folded.insert(index)
    }
    guard !folded.isEmpty else { return false }
    graph.nodes = graph.nodes.enumerated().filter { !folded.contains($0.offset) }.map(\.element)
    return true
  }
}

/// The weights and bias of a layer after folding.
private struct Fold {
  var weights: Tensor
  var bias: Tensor

  init?(
    _ normalization: BatchNormalization, of node: Node, after layer: Node, in graph: Graph
  ) {
    let statistics = node.inputs.dropFirst().compactMap {
      graph[$0].constant?.elements(Float.self)
    }
    guard statistics.count == 4, let weights = graph[layer.inputs[1]].constant,
      weights.type.element == .float32, let channels = weights.shape.dimensions.first, channels > 0
    else { return nil }
    let (scale, bias, mean, variance) = (
      statistics[0], statistics[1], statistics[2], statistics[3]
    )
    var before = Array(repeating: Float(0), count: channels)
    if layer.inputs.count == 3 {
      guard let constant = graph[layer.inputs[2]].constant else { return nil }
      before = constant.elements()
    }
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
    let buffer = weights.buffer.withUnsafeBytes { source in
      TensorBuffer(byteCount: weights.type.byteCount) { target in
        for channel in 0..<channels {
          let factor = factors[channel]
          for offset in channel * perChannel..<(channel + 1) * perChannel {
            let weight = source.loadUnaligned(fromByteOffset: offset * 4, as: Float.self)
            target.storeBytes(
              of: Float(Double(weight) * factor), toByteOffset: offset * 4, as: Float.self)
          }
        }
      }
    }
    self.weights = Tensor(type: weights.type, buffer: buffer)
  }
}

extension Graph {
  fileprivate mutating func fold(_ fold: Fold, normalization: Int, into layer: Int) {
    let origin = nodes[layer].origin
    let weights = self[nodes[layer].inputs[1]].name
    // The name without the suffix stays free for the value that is replaced.
    let newWeights = addConstant("\(weights)_folded", fold.weights, origin: origin)
    let newBias = addConstant("\(nodes[layer].name)_bias", fold.bias, origin: origin)
    nodes[layer].inputs = [nodes[layer].inputs[0], newWeights, newBias]
    nodes[layer].outputs = nodes[normalization].outputs
  }
}

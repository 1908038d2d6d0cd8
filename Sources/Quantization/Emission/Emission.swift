import Graph

extension Scheme {
  /// The quantized network, with the dequantized output of every darknet layer beside what the
  /// network's own outputs need; for running and comparing.
  ///
  /// - Parameter outputs: values of the float network to give instead of its outputs.
  func emitted(
    _ options: QuantizationOptions, giving outputs: [ValueID]? = nil
  ) throws(GraphError) -> Graph {
    // What is only looked into is what runtimes compute: integers, also of explicit pairs.
    let isFolded =
      options.format == .qoperator
      || outputs != nil && options.qdq == .explicit && options.bias == .int32
    var graph = try Emitter.graph(of: self, options, giving: outputs)
    graph.requantization = options.requantization
    var passes: [any Pass] = []
    if outputs != nil { passes.append(RemoveUnused(keepsLayerOutputs: false)) }
    if isFolded { passes.append(FoldQuantization()) }
    try PassPipeline(passes).apply(to: &graph)
    return graph
  }
}

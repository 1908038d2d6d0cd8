import Graph

extension Scheme {
  /// The quantized network, with the dequantized output of every darknet layer beside what the
  /// network's own outputs need; for running and comparing.
  ///
  /// - Parameter outputs: values of the float network to give instead of its outputs.
  func emitted(
    _ options: QuantizationOptions, giving outputs: [ValueID]? = nil
  ) throws(GraphError) -> Graph {
    let isFolded = options.format == .qoperator
    var graph = try Emitter.graph(of: self, giving: outputs, emitsSums: isFolded)
    if outputs != nil { _ = try RemoveUnused(keepsLayerOutputs: false).apply(to: &graph) }
    if isFolded { _ = try FoldQuantization().apply(to: &graph) }
    return graph
  }
}

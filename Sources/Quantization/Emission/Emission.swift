import Graph

extension Scheme {
  /// The quantized network, with the dequantized output of every darknet layer beside what the
  /// network's own outputs need; for running and comparing.
  func emitted(_ options: QuantizationOptions) throws(GraphError) -> Graph {
    let isFolded = options.format == .qoperator
    var graph = try Emitter.graph(of: self, emitsSums: isFolded)
    if isFolded { _ = try FoldQuantization().apply(to: &graph) }
    return graph
  }
}

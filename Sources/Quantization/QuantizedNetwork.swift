import Graph

/// A quantized network.
public struct QuantizedNetwork: Sendable {
  /// The network, with the dequantized output of every darknet layer.
  public let graph: Graph
  let scheme: Scheme

  /// The network as it is written to a file: without what only serves to look into it.
  public func artifact() throws(QuantizationError) -> Graph {
    var graph = graph
    do throws(GraphError) {
      _ = try RemoveUnused(keepsLayerOutputs: false).apply(to: &graph)
    } catch { throw .graph(error) }
    return graph
  }
}

import Graph

/// About how long networks take, for choices that are to be the same on every machine.
public enum WorkEstimate {
  /// The multiply-adds that take as long as computing, adding and storing one 8-bit value.
  private static let storing = 64
  /// How much longer a convolution takes in float than on integers: about 2 on CPUs whose units for
  /// 8-bit products give four times the products (see BENCHMARKS.md).
  private static let float = 2.0

  /// The work of a network's convolutions, in multiply-adds on integers.
  ///
  /// Two convolutions that differ by the zero point of their results alone, as in the sum of two sides of
  /// a leaky ReLU, are two: few runtimes see that both are one.
  public static func work(of graph: Graph) -> Double {
    graph.nodes.reduce(0) { sum, node in
      guard graph.multiplyAdds(of: node) > 0 else { return sum }
      return sum + work(of: node, in: graph) * (node.isQuantized ? 1 : float)
    }
  }

  /// The work of a convolution on integers.
  static func work(of node: Node, in graph: Graph) -> Double {
    let results = graph[node.outputs[0]].type.shape.count
    return Double(graph.multiplyAdds(of: node)) + Double(storing * results)
  }
}

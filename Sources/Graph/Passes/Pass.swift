/// A change to a graph that keeps what it computes.
public protocol Pass {
  /// Changes the graph.
  ///
  /// - Returns: whether anything changed.
  mutating func run(on graph: inout Graph) throws(GraphError) -> Bool
}

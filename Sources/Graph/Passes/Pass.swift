/// A change of a graph that keeps what its outputs are.
///
/// A pass is one small file that states what it requires of the graph and what it ensures.
public protocol Pass: Sendable {
  /// Changes the graph.
  ///
  /// - Returns: whether there was anything to change.
  /// - Throws: `GraphError` when the graph is not well-formed; it is then left as it was.
  func apply(to graph: inout Graph) throws(GraphError) -> Bool
}

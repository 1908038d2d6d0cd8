/// A change of a graph that keeps what its outputs are.
///
/// A pass is one small file that states what it requires of the graph and what it ensures, besides
/// that the graph is valid before and after. `PassPipeline` runs passes and checks that.
public protocol Pass: Sendable {
  /// What must hold of the graph.
  var requires: Set<GraphProperty> { get }

  /// What holds afterwards, whether or not there was anything to change.
  var ensures: Set<GraphProperty> { get }

  /// Changes the graph.
  ///
  /// - Returns: whether there was anything to change.
  /// - Throws: `GraphError` when the graph is not well-formed; it is then left as it was.
  func apply(to graph: inout Graph) throws(GraphError) -> Bool
}

/// Passes one after the other.
///
/// Before each the graph has what the pass requires; after each it is valid and has what the pass
/// ensures. Both are looked for in the graph itself, so that a pass in the wrong place, or one that
/// does not do what it states, is found where it is, and not by what comes out at the end.
public struct PassPipeline: Sendable {
  /// The passes, in order.
  public let passes: [any Pass]

  /// Creates a pipeline.
  public init(_ passes: [any Pass]) { self.passes = passes }

  /// Changes the graph.
  ///
  /// - Returns: whether there was anything to change.
  /// - Throws: `GraphError`; the graph is then left as it was.
  @discardableResult
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    var result = graph
    var hasChanged = false
    for pass in passes {
      let name = "\(type(of: pass))"
      for property in pass.requires where !property.holds(in: result) {
        throw .notReady(pass: name, property: property)
      }
      guard try pass.apply(to: &result) else {
        try check(pass.ensures, of: result, after: name)
        continue
      }
      hasChanged = true
      try result.validate()
      try check(pass.ensures, of: result, after: name)
    }
    if hasChanged { graph = result }
    return hasChanged
  }

  private func check(
    _ properties: Set<GraphProperty>, of graph: Graph, after pass: String
  ) throws(GraphError) {
    for property in properties where !property.holds(in: graph) {
      throw .notEnsured(pass: pass, property: property)
    }
  }
}

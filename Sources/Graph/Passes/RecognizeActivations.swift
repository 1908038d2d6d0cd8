/// Finds the compositions of `ActivationComposition` and makes each one node again, so that an
/// engine can run it as one.
///
/// Requires: a valid graph. Ensures: the values are those of the composition up to rounding; numbers
/// are compared exactly, operands of sums and products in either order. Parts that something else
/// reads, or that are the output of a darknet layer, stay.
public struct RecognizeActivations: Pass {
  /// Creates the pass.
  public init() {}

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    let matcher = Matcher(graph)
    let matches = graph.nodes.map(matcher.activation)
    guard matches.contains(where: { $0 != nil }) else { return false }
    var rewriter = GraphRewriter(graph)
    for (node, match) in zip(graph.nodes, matches) {
      guard let match else {
        try rewriter.copy(node)
        continue
      }
      let operand = try rewriter.value(match.operand, readBy: node.name)
      try rewriter.copy(node, operation: Unary(match.function), inputs: [operand])
    }
    graph = try rewriter.finish()
    _ = try RemoveUnused(keepsLayerOutputs: true).apply(to: &graph)
    return true
  }
}

/// Compares what computes a value with an expression.
private struct Matcher {
  private let graph: Graph
  /// For each value the node that computes it.
  private var producers: [Node?]

  init(_ graph: Graph) {
    self.graph = graph
    producers = Array(repeating: nil, count: graph.values.count)
    for node in graph.nodes where node.outputs.count == 1 {
      producers[node.outputs[0].index] = node
    }
  }

  func activation(of node: Node) -> (function: Unary.Function, operand: ValueID)? {
    guard node.operation is Binary else { return nil }
    for (function, expression) in ActivationComposition.all {
      guard case .some(.some(let operand)) = match(expression, node.outputs[0], x: nil),
        graph[operand].type == graph[node.outputs[0]].type
      else { continue }
      return (function, operand)
    }
    return nil
  }

  /// What x is once `value` matches `expression`, given what it is already; nil for no match, a
  /// present nil for a match that does not contain x.
  private func match(
    _ expression: ActivationExpression, _ value: ValueID, x: ValueID?
  ) -> ValueID?? {
    switch expression {
    case .x:
      return x == nil || x == value ? .some(value) : nil
    case .constant(let number):
      let constant = graph[value].constant
      guard let constant, constant.shape.count == 1, constant.elements() == [number] else {
        return nil
      }
      return .some(x)
    case .unary(let function, let operand):
      guard let node = producers[value.index], (node.operation as? Unary)?.function == function
      else { return nil }
      return match(operand, node.inputs[0], x: x)
    case .binary(let function, let a, let b):
      guard let node = producers[value.index], (node.operation as? Binary)?.function == function
      else { return nil }
      if let found = match(a, b, node.inputs[0], node.inputs[1], x: x) { return found }
      guard function == .add || function == .multiply else { return nil }
      return match(a, b, node.inputs[1], node.inputs[0], x: x)
    }
  }

  private func match(
    _ a: ActivationExpression, _ b: ActivationExpression, _ left: ValueID, _ right: ValueID,
    x: ValueID?
  ) -> ValueID?? {
    guard let found = match(a, left, x: x) else { return nil }
    return match(b, right, x: found)
  }
}

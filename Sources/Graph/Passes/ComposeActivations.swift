/// Puts primitive element-wise nodes in the place of activations that a target lacks.
///
/// Requires: a valid graph. Ensures: no `Unary` node has a function outside of `keeping` that
/// `ActivationComposition` can express; values keep their names, the last node of a composition has
/// the name of the node it stands for, and equal numbers share one constant.
public struct ComposeActivations: Pass {
  /// The functions that stay one node.
  public var keeping: Set<Unary.Function>

  /// Creates the pass.
  public init(keeping: Set<Unary.Function> = []) { self.keeping = keeping }

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.activationsAreComposed(keeping: keeping)] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard graph.nodes.contains(where: { expression(for: $0) != nil }) else { return false }
    var composer = Composer(rewriter: GraphRewriter(graph))
    for node in graph.nodes {
      if let expression = expression(for: node) {
        try composer.compose(node, expression)
      } else {
        try composer.rewriter.copy(node)
      }
    }
    graph = try composer.rewriter.finish()
    return true
  }

  /// What an activation is composed of; nil for nodes that stay.
  func expression(for node: Node) -> ActivationExpression? {
    guard let unary = node.operation as? Unary, !keeping.contains(unary.function) else {
      return nil
    }
    return ActivationComposition.expression(for: unary.function)
  }
}

/// Emits compositions, each distinct part once.
private struct Composer {
  var rewriter: GraphRewriter
  private var scalars: [Float: ValueID] = [:]
  private var parts: [ActivationExpression: ValueID] = [:]

  init(rewriter: GraphRewriter) { self.rewriter = rewriter }

  mutating func compose(
    _ node: Node, _ expression: ActivationExpression
  ) throws(GraphError) {
    guard case .binary(let function, let a, let b) = expression else {
      return try rewriter.copy(node)
    }
    parts = [:]
    let operands = [try emit(a, of: node), try emit(b, of: node)]
    try rewriter.copy(node, operation: Binary(function), inputs: operands)
  }

  private mutating func emit(
    _ part: ActivationExpression, of node: Node
  ) throws(GraphError) -> ValueID {
    if let value = parts[part] { return value }
    let name = "\(node.name)_\(part.label)"
    let value: ValueID
    switch part {
    case .x:
      value = try rewriter.value(node.inputs[0], readBy: node.name)
    case .constant(let number):
      value = scalars[number] ?? rewriter.addConstant("scalar_\(number)", Tensor(scalar: number))
      scalars[number] = value
    case .unary(let function, let x):
      let operand = try emit(x, of: node)
      value = try rewriter.add(Unary(function), [operand], name: name, origin: node.origin)
    case .binary(let function, let a, let b):
      let operands = [try emit(a, of: node), try emit(b, of: node)]
      value = try rewriter.add(Binary(function), operands, name: name, origin: node.origin)
    }
    parts[part] = value
    return value
  }
}

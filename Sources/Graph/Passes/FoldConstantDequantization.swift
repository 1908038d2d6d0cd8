/// Computes dequantizations of constants, such as the stored filters of a convolution that is
/// summed in real numbers.
///
/// Requires: a valid graph. Ensures: values keep their identity; those concerned are constants.
public struct FoldConstantDequantization: Pass {
  /// Creates the pass.
  public init() {}

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.constantsAreReal] }

  /// Replaces every dequantization whose operands are constants.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    var folded: Set<Int> = []
    for (index, node) in graph.nodes.enumerated() {
      guard let operation = node.operation as? Dequantization,
        FoldConstantDequantization.hasConstants(node, in: graph),
        let tensor = dequantized(operation, node, in: graph)
      else { continue }
      graph.values[node.outputs[0].index].constant = tensor
      folded.insert(index)
    }
    guard !folded.isEmpty else { return false }
    graph.nodes = graph.nodes.enumerated().filter { !folded.contains($0.offset) }.map(\.element)
    return true
  }

  /// Whether a node dequantizes constants with constant scales and zero points.
  static func hasConstants(_ node: Node, in graph: Graph) -> Bool {
    node.operation is Dequantization && node.inputs.allSatisfy { graph[$0].constant != nil }
      && graph[node[.scale(of: .x)]].type.shape.count > 0
  }

  private func dequantized(
    _ operation: Dequantization, _ node: Node, in graph: Graph
  ) -> Tensor? {
    guard let stored = graph[node[.x]].constant,
      let scales = graph[node[.scale(of: .x)]].constant?.elements(Float.self), !scales.isEmpty
    else { return nil }
    var zeros: [Int32] = [0]
    if let zeroPoint = node.operand(.zeroPoint(of: .x)) {
      guard let constant = graph[zeroPoint].constant else { return nil }
      zeros = constant.integers
    }
    let shape = stored.shape
    let axis = operation.axis < 0 ? operation.axis + shape.rank : operation.axis
    // Each scale holds for a run of `inner` elements; scalars hold for all.
    let inner =
      scales.count == 1 ? shape.count : shape.dimensions.dropFirst(axis + 1).reduce(1, *)
    let numbers = stored.integers
    let elements = numbers.indices.map { position in
      let index = position / max(inner, 1) % scales.count
      return Float(numbers[position] - zeros[zeros.count == 1 ? 0 : index]) * scales[index]
    }
    return Tensor(elements, shape: shape)
  }
}

extension Tensor {
  /// The elements of a tensor of integers of 8, 16 or 32 bits; none for other types.
  public var integers: [Int32] {
    switch type.element {
    case .uint8: elements(UInt8.self).map { Int32($0) }
    case .int8: elements(Int8.self).map { Int32($0) }
    case .uint16: elements(UInt16.self).map { Int32($0) }
    case .int16: elements(Int16.self).map { Int32($0) }
    case .int32: elements(Int32.self)
    case .float32, .int64: []
    }
  }
}

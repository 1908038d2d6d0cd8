/// Makes of every layer output what darknet computes there: real numbers, in darknet's units.
///
/// Requires: a valid graph. Ensures: what the graph computes stays; the outputs of darknet layers
/// that are kept quantized are dequantized, and those whose channels were multiplied
/// (`Graph.layerFactors`) are divided. Layers kept quantized whose encoding nothing tells are no
/// longer listed.
public struct RestoreLayerOutputs: Pass {
  /// Creates the pass.
  public init() {}

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.layersAreReal] }

  /// Changes the graph.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    let encodings = StoredEncodings(of: graph)
    var hasChanged = false
    for (layer, value) in graph.layerOutputs.sorted(by: { $0.key < $1.key }) {
      var restored = value
      if graph[value].type.element.isActivation {
        guard let encoding = encodings[value] else {
          graph.layerOutputs[layer] = nil
          hasChanged = true
          continue
        }
        restored = try graph.add(
          Dequantization(),
          [
            restored, graph.addConstant("layer_scale", Tensor(scalar: encoding.scale)),
            graph.addConstant("layer_zero_point", encoding.zeroPointTensor),
          ], name: "\(graph[value].name)_restored", origin: graph[value].origin)
      }
      if let factors = graph.layerFactors[layer], graph[value].type.shape.rank > 1,
        factors.count == graph[value].type.shape[1],
        let shape = try? Shape(
          [1, factors.count] + graph[value].type.shape.dimensions.dropFirst(2).map { _ in 1 })
      {
        let inverse = graph.addConstant(
          "layer_factors", Tensor(factors.map { 1 / $0 }, shape: shape))
        restored = try graph.add(
          Binary(.multiply), [restored, inverse], name: "\(graph[value].name)_divided",
          origin: graph[value].origin)
      }
      guard restored != value else { continue }
      graph.layerOutputs[layer] = restored
      hasChanged = true
    }
    graph.layerFactors = [:]
    return hasChanged
  }
}

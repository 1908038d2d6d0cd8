import Testing

@testable import Graph

/// That passes in the wrong place, and passes that do not keep what they state, are found.
@Suite struct PassPipelineTests {
  /// Records another shape than what is computed.
  private struct WrongType: Pass {
    var requires: Set<GraphProperty> { [] }
    var ensures: Set<GraphProperty> { [] }

    func apply(to graph: inout Graph) throws(GraphError) -> Bool {
      graph[graph.outputs[0]].type.element = .int8
      return true
    }
  }

  /// States more than it does.
  private struct Boastful: Pass {
    var requires: Set<GraphProperty> { [] }
    var ensures: Set<GraphProperty> { [.nothingIsUnused(layerOutputsCount: false)] }

    func apply(to graph: inout Graph) throws(GraphError) -> Bool {
      graph.name = "changed"
      return true
    }
  }

  private func graph() throws -> Graph {
    var graph = Graph(name: "example")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 3, 4, 4])))
    let y = try graph.add(Unary(.relu), [x], name: "y")
    _ = try graph.add(Unary(.tanh), [x], name: "unused")
    graph.outputs = [y]
    return graph
  }

  @Test("Suppression before decoding is refused, and the graph stays as it was")
  func wrongOrder() throws {
    var graph = try graph()
    let suppression = NonMaximumSuppression(limit: 5, overlap: 0.5, threshold: 0.5)
    let error = #expect(throws: GraphError.self) {
      try PassPipeline([RemoveUnused(keepsLayerOutputs: false), SuppressBoxes(suppression)])
        .apply(to: &graph)
    }
    #expect(error == .notReady(pass: "SuppressBoxes", property: .headsAreDecoded))
    #expect(graph.nodes.count == 2)
  }

  @Test("A pass that leaves a graph that is not valid is named by what is wrong")
  func invalidGraph() throws {
    var graph = try graph()
    let type = graph[graph.outputs[0]].type
    #expect(
      throws: GraphError.typeMismatch(
        value: "y", recorded: TensorType(.int8, type.shape), computed: type)
    ) { try PassPipeline([WrongType()]).apply(to: &graph) }
    #expect(graph[graph.outputs[0]].type == type)
  }

  @Test("A pass that does not bring about what it states is named")
  func brokenPromise() throws {
    var graph = try graph()
    #expect(
      throws: GraphError.notEnsured(
        pass: "Boastful", property: .nothingIsUnused(layerOutputsCount: false))
    ) { try PassPipeline([Boastful()]).apply(to: &graph) }
    #expect(graph.name == "example")
  }

  @Test("The output of a layer that nothing computes is not valid")
  func layerOutputsAreComputed() throws {
    var graph = try graph()
    graph.layerOutputs[7] = graph.value(named: "unused")
    try graph.validate()
    graph.nodes.removeLast()
    #expect(throws: GraphError.valueNotComputed(node: "(layer 7)", value: "unused")) {
      try graph.validate()
    }
  }
}

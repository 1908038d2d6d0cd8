import Graph
import TestSupport
import Testing

@Suite struct FoldBatchNormalizationTests {
  private struct Example {
    var graph = Graph(name: "example")
    var weights: [Float] = []
    var statistics: [[Float]] = []

    init() throws {
      var random = SeededGenerator(seed: 3)
      let input = graph.addInput("x", TensorType(.float32, try Shape([1, 2, 4, 4])))
      let shape = try Shape([3, 2, 1, 1])
      weights = random.floats(shape.count)
      let convolved = try graph.add(
        Convolution(window: Window(kernel: Extent2D(1))),
        [input, graph.addConstant("w", Tensor(weights, shape: shape))], name: "conv")
      var operands = [convolved]
      for name in ["scale", "bias", "mean", "variance"] {
        let values = random.floats(3).map { name == "variance" ? abs($0) : $0 }
        statistics.append(values)
        operands.append(graph.addConstant(name, Tensor(values, shape: try Shape([3]))))
      }
      graph.outputs = [try graph.add(BatchNormalization(), operands, name: "bn")]
    }
  }

  @Test("Batch normalization is folded by darknet's formula in double precision")
  func followsDarknetsFormulaInDoublePrecision() throws {
    let example = try Example()
    var graph = example.graph
    #expect(try FoldBatchNormalization().apply(to: &graph))
    try graph.validate()
    #expect(graph.nodes.count == 1)
    let node = graph.nodes[0]
    let weights: [Float] = try #require(graph[node.inputs[1]].constant).elements()
    let bias: [Float] = try #require(graph[node.inputs[2]].constant).elements()
    for channel in 0..<3 {
      let (scale, shift) = (example.statistics[0][channel], example.statistics[1][channel])
      let (mean, variance) = (example.statistics[2][channel], example.statistics[3][channel])
      let factor = Double(scale) / (Double(variance) + Double(Float(0.00001))).squareRoot()
      #expect(bias[channel] == Float(Double(shift) - Double(mean) * factor))
      for input in 0..<2 {
        let weight = example.weights[2 * channel + input]
        #expect(weights[2 * channel + input] == Float(Double(weight) * factor))
      }
    }
  }

  @Test("A normalization behind another one is folded too")
  func twoNormalizations() throws {
    var graph = try Example().graph
    let second = try graph.add(
      BatchNormalization(), graph.outputs + graph.nodes[1].inputs.dropFirst(), name: "second")
    graph.outputs = [second]
    try PassPipeline([FoldBatchNormalization()]).apply(to: &graph)
    #expect(graph.nodes.map(\.name) == ["conv"])
    #expect(graph.nodes[0].outputs == [second])
  }

  @Test("A layer's output is not folded away") func aLayersOutputIsNotHidden() throws {
    var graph = try Example().graph
    graph.layerOutputs[0] = graph.value(named: "conv")
    #expect(try FoldBatchNormalization().apply(to: &graph) == false)
    #expect(graph.nodes.count == 2)
  }

  @Test("Folding twice changes nothing") func aSecondFoldChangesNothing() throws {
    var graph = try Example().graph
    _ = try FoldBatchNormalization().apply(to: &graph)
    #expect(try FoldBatchNormalization().apply(to: &graph) == false)
  }
}

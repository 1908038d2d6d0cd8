import Graph
import TestSupport
import Testing

@testable import Pipeline

/// What `inspect` counts in graphs.
@Suite struct InspectionTests {
  @Test("A convolution on 8 bits costs what the float one does, and both for one image")
  func multiplyAdds() throws {
    for sample in try OperationSample.all() {
      guard sample.operation is Convolution || sample.operation is QuantizedConvolution else {
        continue
      }
      var graph = Graph(name: "sample")
      let inputs = sample.operands.enumerated().map { graph.addInput("i\($0.offset)", $0.element) }
      graph.outputs = try graph.addNode("node", sample.operation, inputs)
      // 8 filters of 2 x 3 x 3 on 6 x 6 pixels.
      let expected = 8 * 6 * 6 * 2 * 3 * 3
      #expect(Inspection(graph: graph).totals.multiplyAdds == expected, "\(sample)")
    }
  }
}

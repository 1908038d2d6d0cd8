import Graph
import Testing

@testable import Pipeline

/// What `rebuild --check` says of a model that did not come out the same.
@Suite struct GraphDifferenceTests {
  /// What a network may differ in.
  struct Network {
    var constant: [Float] = [1, 2]
    var operation = Unary.Function.relu
    var name = "last"
    var reads = "sum"
    var isLonger = false
    var labels: [String] = []
    var output = "y"

    func graph() throws -> Graph {
      var graph = Graph(name: "network")
      let x = graph.addInput("x", TensorType(.float32, try Shape([1, 2, 1, 1])))
      let c = graph.addConstant("c", Tensor(constant, shape: try Shape([1, 2, 1, 1])))
      let sum = try graph.add(Binary(.add), [x, c], name: "sum")
      let last = try graph.add(Unary(operation), [reads == "sum" ? sum : x], name: name)
      graph.rename(last, to: output)
      if isLonger { _ = try graph.add(Unary(.tanh), [last], name: "more") }
      graph.outputs = [last]
      graph.contract.labels = labels
      return graph
    }
  }

  @Test(
    "The first difference is named",
    arguments: [
      (Network(), nil),
      (Network(output: "z"), "the outputs are"),
      (Network(constant: [1, 3]), "tensor c of node sum differs first in byte 6"),
      (Network(operation: .tanh), "node last is"),
      (Network(name: "other"), "node other stands where last was"),
      (Network(reads: "x"), "node last reads"),
      (Network(isLonger: true), "there are 2 nodes, not 3"),
      (Network(labels: ["dog"]), "the metadata of input, heads, names or sources differ"),
    ] as [(Network, String?)])
  func differences(network: Network, expected: String?) throws {
    let found = GraphDifference.first(try Network().graph(), try network.graph())
    if let expected {
      #expect(found?.hasPrefix(expected) == true, "\(String(describing: found))")
    } else {
      #expect(found == nil)
    }
  }
}

import Graph
import Testing

/// A small graph with one input `x`, and what its outputs must be.
struct Sample: Sendable, CustomTestStringConvertible {
  let name: String
  let input: [Int]
  /// Adds nodes and returns the outputs.
  let build: @Sendable (inout Graph, ValueID) throws -> [ValueID]
  /// The outputs, written as formulas.
  let expected: @Sendable (Dense) -> [Dense]

  var testDescription: String { name }

  /// The graph.
  func graph(batchIsDynamic: Bool = false) throws -> Graph {
    var graph = Graph(name: name)
    let x = graph.addInput("x", TensorType(.float32, try Shape(input)))
    graph.outputs = try build(&graph, x)
    graph.isBatchDynamic = batchIsDynamic
    return graph
  }

  /// A sample of an operation with one operand.
  init(
    _ name: String, _ input: [Int], _ operation: some Operation,
    expected: @escaping @Sendable (Dense) -> [Dense]
  ) {
    self.init(
      name, input,
      build: { graph, x in try graph.addNode(name, operation, [x]) }, expected: expected)
  }

  init(
    _ name: String, _ input: [Int],
    build: @escaping @Sendable (inout Graph, ValueID) throws -> [ValueID],
    expected: @escaping @Sendable (Dense) -> [Dense]
  ) {
    self.name = name
    self.input = input
    self.build = build
    self.expected = expected
  }
}

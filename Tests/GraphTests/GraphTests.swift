import Graph
import TestSupport
import Testing

@Suite struct GraphTests {
  @Test("Names stay unique") func namesStayUnique() throws {
    var graph = Graph(name: "names")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 2])))
    let a = try graph.add(Unary(.relu), [x], name: "a")
    let b = try graph.add(Unary(.relu), [a], name: "a")
    #expect([x, a, b].map { graph[$0].name } == ["x", "a", "a_2"])
    graph.rename(b, to: "x")
    #expect(graph[b].name == "x_2")
    graph.outputs = [b]
    try graph.validate()
  }

  @Test("Operands that do not fit are an error that names the node")
  func operandsThatDoNotFitNameTheNode() throws {
    var graph = Graph(name: "misfit")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 2])))
    let error = #expect(throws: GraphError.self) {
      try graph.add(GlobalAveragePool(), [x], name: "pool")
    }
    #expect(error?.description.hasPrefix("node pool: global average pool") == true)
  }

  @Test("Another batch size is carried through the graph") func anotherBatchIsCarriedThrough()
    throws
  {
    var graph = Graph(name: "batch")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 4, 2, 2])))
    let flat = try graph.add(Flatten(), [x], name: "flat")
    let rows = try graph.add(Reshape(target: [0, 2, 8]), [flat], name: "rows")
    graph.outputs = [rows]
    let five = try graph.rebatched(to: 5)
    try five.validate()
    #expect(five[rows].type.shape.dimensions == [5, 2, 8])
    #expect(graph[rows].type.shape.dimensions == [1, 2, 8])
  }

  @Test("A value whose type is not what its node computes is refused")
  func aTypeThatIsNotComputedIsRefused() throws {
    var graph = Graph(name: "hollow")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 2])))
    graph.outputs = [try graph.add(Unary(.relu), [x], name: "y")]
    var other = Graph(name: "other")
    _ = other.addInput("x", TensorType(.float32, try Shape([1, 2])))
    _ = try other.add(Unary(.relu), [x], name: "y")
    other.outputs = graph.outputs
    try other.validate()
    other[graph.outputs[0]].type = TensorType(.int8, try Shape([1, 2]))
    #expect(throws: GraphError.self) { try other.validate() }
  }
}

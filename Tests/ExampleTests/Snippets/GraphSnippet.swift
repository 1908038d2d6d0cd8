import Graph
import Testing

extension Snippets {
  @Test func graph() throws {
    // snippet.show
    var graph = Graph(name: "two layers")
    let image = graph.addInput("image", TensorType(.float32, try Shape([1, 3, 8, 8])))
    let pooled = try graph.add(
      MaxPool(window: Window(kernel: Extent2D(2), stride: Extent2D(2))), [image], name: "pool")
    let activated = try graph.add(Unary(.leakyRelu(slope: 0.1)), [pooled], name: "activation")
    graph.outputs = [activated]
    // Shapes were inferred as nodes were added; this looks at all invariants once more.
    try graph.validate()
    print(graph[activated].type)
    // snippet.hide
    #expect(graph[activated].type.shape.dimensions == [1, 3, 4, 4])
  }
}

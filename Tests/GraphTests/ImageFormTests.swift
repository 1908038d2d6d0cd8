import Graph
import Testing

/// Images as bytes, with channels last or blue first.
@Suite("Forms of images")
struct ImageFormTests {
  /// A network of one layer that reads an image.
  private func graph(_ layer: any Operation, filters: [Float]? = nil) throws -> Graph {
    var graph = Graph(name: "image")
    let x = graph.addInput("image", TensorType(.float32, try Shape([1, 3, 4, 5])))
    var operands = [x]
    if let filters {
      let shape = try Shape([filters.count / 3, 3, 1, 1])
      operands.append(graph.addConstant("filters", Tensor(filters, shape: shape)))
    }
    graph.outputs = [try graph.add(layer, operands, name: "layer")]
    graph.layerOutputs = [0: graph.outputs[0]]
    graph.contract.input = InputContract(width: 5, height: 4, channels: 3)
    return graph
  }

  private let convolution = Convolution(window: Window(kernel: Extent2D(1)))

  @Test("Filters that read the image are reordered, and twice gives what was there")
  func filters() throws {
    var graph = try graph(convolution, filters: [1, 2, 3, 4, 5, 6])
    try PassPipeline([ReorderChannels(.bgr)]).apply(to: &graph)
    #expect(graph.nodes.count == 1 && graph.contract.input?.form.order == .bgr)
    func elements() throws -> [Float] {
      try #require(graph.value(named: "filters").flatMap { graph[$0].constant }).elements()
    }
    #expect(try elements() == [3, 2, 1, 6, 5, 4])
    try PassPipeline([ReorderChannels(.bgr)]).apply(to: &graph)
    #expect(try elements() == [3, 2, 1, 6, 5, 4])
    try PassPipeline([ReorderChannels(.rgb)]).apply(to: &graph)
    #expect(try elements() == [1, 2, 3, 4, 5, 6])
  }

  @Test("In front of what has no filters the channels are put in order")
  func others() throws {
    var graph = try graph(Unary(.relu))
    try PassPipeline([ReorderChannels(.bgr)]).apply(to: &graph)
    #expect(graph.nodes.map { type(of: $0.operation).name }.count == 3)
    #expect(graph.nodes[0].operation is Split && graph.nodes[1].operation is Concatenation)
    #expect(graph.nodes[1].inputs == graph.nodes[0].outputs.reversed())
  }

  @Test("What is put in front of a network can be taken off again")
  func takenOff() throws {
    for numbers in InputForm.Numbers.allCases {
      for axes in InputForm.Axes.allCases {
        var graph = try graph(convolution, filters: [1, 2, 3])
        let form = InputForm(numbers: numbers, axes: axes)
        try PassPipeline([AcceptImages(form)]).apply(to: &graph)
        let type = graph[graph.inputs[0]].type
        #expect(graph[graph.inputs[0]].name == "image")
        #expect(type.element == (numbers == .uint8 ? .uint8 : .float32))
        #expect(type.shape.dimensions == (axes == .nhwc ? [1, 4, 5, 3] : [1, 3, 4, 5]))
        graph.takeOffImageForm()
        try graph.validate()
        #expect(graph.nodes.count == 1 && graph.contract.input?.form == InputForm())
        #expect(graph[graph.inputs[0]].name == "image")
        #expect(graph[graph.inputs[0]].type.shape.dimensions == [1, 3, 4, 5])
      }
    }
  }

  @Test("A network that computes something else with its bytes is left alone")
  func notTakenOff() throws {
    var graph = try graph(convolution, filters: [1, 2, 3])
    try PassPipeline([AcceptImages(InputForm(numbers: .uint8))]).apply(to: &graph)
    let input = graph.inputs[0]
    graph.outputs.append(try graph.add(Cast(.float32), [input], name: "second"))
    graph.takeOffImageForm()
    #expect(graph.inputs == [input] && graph.contract.input?.form.numbers == .uint8)
  }

  @Test("Names that cannot be are refused, and names may change places")
  func names() throws {
    var graph = try graph(Unary(.relu))
    graph.outputs.append(try graph.add(Unary(.tanh), [graph.outputs[0]], name: "last"))
    _ = try graph.add(Unary(.tanh), [graph.outputs[0]], name: "inner")
    for (names, says) in [
      (InterfaceNames(outputs: ["a"]), "1 name for 2 outputs"),
      (InterfaceNames(input: "inner"), "another tensor"),
      (InterfaceNames(input: "last"), "another tensor"),
      (InterfaceNames(outputs: ["image", "b"]), "another tensor"),
      (InterfaceNames(input: "a", outputs: ["b", "a"]), "given twice"),
      (InterfaceNames(input: ""), "is no name"), (InterfaceNames(input: "ü"), "is no name"),
      (InterfaceNames(input: String(repeating: "a", count: 129)), "is no name"),
    ] {
      #expect(graph.problem(with: names)?.contains(says) == true, "\(names)")
    }
    let names = InterfaceNames(input: "layer", outputs: ["last", "image"])
    #expect(graph.problem(with: names) == nil)
    graph.name(names)
    #expect((graph.inputs + graph.outputs).map { graph[$0].name } == ["layer", "last", "image"])
    try graph.validate()
  }
}

import Engine
import Graph
import TestSupport
import Testing

/// What a plan may share and must not.
@Suite struct PlanTests {
  /// A network of slices and concatenations of each other's slices.
  private func tangledGraph() throws -> (Graph, [ValueID]) {
    var random = SeededGenerator(seed: 7)
    var graph = Graph(name: "tangle")
    let input = graph.addInput("x", TensorType(.float32, try Shape([1, 6, 7, 5])))
    func convolution(_ value: ValueID, _ filters: Int, _ name: String) throws -> ValueID {
      let channels = graph[value].type.shape[1]
      let shape = try Shape([filters, channels, 3, 3])
      let weights = graph.addConstant(
        "\(name)_w", Tensor(random.floats(shape.count), shape: shape))
      let window = Window(kernel: Extent2D(3), padding: Padding2D(1))
      return try graph.add(Convolution(window: window), [value, weights], name: name)
    }
    let a = try convolution(input, 8, "a")
    let halves = try graph.addNode("halves", Split(axis: 1, sizes: [3, 5]), [a])
    let b = try convolution(halves[1], 4, "b")
    let c = try graph.add(Unary(.relu), [b], name: "c")
    let joined = try graph.add(Concatenation(axis: 1), [c, halves[0], a, c], name: "joined")
    let again = try graph.add(Concatenation(axis: 1), [joined, b, input], name: "again")
    let d = try convolution(again, 9, "d")
    let flat = try graph.add(Reshape(target: [0, 9, 35]), [d], name: "flat")
    let turned = try graph.add(Transpose(permutation: [0, 2, 1]), [flat], name: "turned")
    graph.outputs = [turned]
    return (graph, [a, halves[0], halves[1], b, c, joined, again, d, flat])
  }

  @Test("A constant that hundreds of nodes have prepared for themselves is refused")
  func sharedConstants() throws {
    func graph(sharing count: Int) throws -> Graph {
      var graph = Graph(name: "shared")
      let shape = try Shape([512, 512])
      let input = graph.addInput("x", TensorType(.float32, shape))
      let constant = graph.addConstant(
        "c", Tensor([Float](repeating: 1, count: shape.count), shape: shape))
      var sum = input
      for index in 0..<count {
        sum = try graph.add(Binary(.add), [sum, constant], name: "add\(index)")
      }
      graph.outputs = [sum]
      return graph
    }
    _ = try Plan(graph(sharing: 5))
    let error = #expect(throws: EngineError.self) { try Plan(graph(sharing: 200)) }
    #expect(error.map { "\($0)" }?.contains("which many nodes share") == true)
  }

  @Test(
    "An input that is neither float32 nor an image's bytes is refused by name",
    arguments: ElementType.allCases)
  func inputsAreFloats(element: ElementType) throws {
    var graph = Graph(name: "input")
    let input = graph.addInput("x", TensorType(element, try Shape([2, 3])))
    graph.outputs = [try graph.add(Reshape(target: [0, -1]), [input], name: "y")]
    if element == .float32 {
      #expect(try Session(Plan(graph)).run([[1, 2, 3, 4, 5, 6]]) == [[1, 2, 3, 4, 5, 6]])
      return
    }
    if element == .uint8 {
      #expect(throws: Never.self) { try Plan(graph) }
      return
    }
    let error = #expect(throws: EngineError.self) { try Plan(graph) }
    #expect(error?.description.contains("input x is \(element) 2x3") == true)
  }

  @Test("Channels are joined from whichever end the axis is counted")
  func axesCountFromBothEnds() throws {
    for rank in [3, 4] {
      var graph = Graph(name: "joined")
      let shape = try Shape([1, 2] + Array(repeating: 2, count: rank - 2))
      let input = graph.addInput("x", TensorType(.float32, shape))
      graph.outputs = [1, 1 - rank].map { axis in
        (try? graph.add(Concatenation(axis: axis), [input, input], name: "\(axis)")) ?? input
      }
      let values = (0..<shape.count).map { Float($0) }
      let outputs = try Session(Plan(graph)).run([values])
      #expect(outputs == [values + values, values + values])
    }
  }

  @Test("Weights that are computed last until they are used")
  func computedWeightsAreKept() throws {
    var random = SeededGenerator(seed: 12)
    let weights = random.floats(40 * 30)
    let x = random.floats(2 * 40)
    var graph = Graph(name: "gemm")
    let input = graph.addInput("x", TensorType(.float32, try Shape([2, 40])))
    let stored = graph.addConstant("w", Tensor(weights, shape: try Shape([40, 30])))
    let turned = try graph.add(Transpose(permutation: [1, 0]), [stored], name: "turned")
    let scaled = try graph.add(Unary(.relu), [input], name: "scaled")
    graph.outputs = [try graph.add(FullyConnected(), [scaled, turned], name: "y")]
    let found = try Session(Plan(graph)).run([x])[0]
    let expected = (0..<60).map { position in
      (0..<40).reduce(Float(0)) {
        $0 + max(x[position / 30 * 40 + $1], 0) * weights[$1 * 30 + position % 30]
      }
    }
    #expect(Agreement(found, expected).error <= 1e-4)
  }

  @Test("Observing every value changes no result") func observingEverythingChangesNothing() throws {
    let (graph, values) = try tangledGraph()
    var random = SeededGenerator(seed: 8)
    let input = random.floats(6 * 7 * 5)
    let plain = try Session(Plan(graph)).run([input])
    let observed = try Session(Plan(graph, observing: Set(values))).run([input])
    #expect(plain == observed)
  }

  @Test("Observed values are those computed") func observedValuesAreTheOnesComputed() throws {
    let (graph, values) = try tangledGraph()
    var random = SeededGenerator(seed: 9)
    let input = random.floats(6 * 7 * 5)
    let session = Session(try Plan(graph, observing: Set(values)))
    _ = try session.run([input])
    for value in values {
      // The same value as the only output needs none of the sharing that follows it.
      var part = graph
      part.outputs = [value]
      #expect(try Session(Plan(part)).run([input])[0] == session.read(value))
    }
  }

  @Test("Every image of a batch is computed alike") func everyImageOfABatchIsComputedAlike() throws
  {
    let (graph, _) = try tangledGraph()
    var random = SeededGenerator(seed: 10)
    let images = (0..<3).map { _ in random.floats(6 * 7 * 5) }
    let together = try Session(Plan(graph, batch: 3)).run([images.flatMap { $0 }])[0]
    let single = Session(try Plan(graph))
    let apart = try images.flatMap { try single.run([$0])[0] }
    #expect(together == apart)
  }

  @Test("The number of threads does not change results", arguments: [2, 3, 7])
  func threadsDoNotChangeResults(threads: Int) throws {
    // Large enough for Winograd's transform and for several units in every step.
    var random = SeededGenerator(seed: 11)
    var graph = Graph(name: "threads")
    let input = graph.addInput("x", TensorType(.float32, try Shape([1, 16, 40, 44])))
    var value = input
    for step in 0..<4 {
      let shape = try Shape([32, graph[value].type.shape[1], 3, 3])
      let weights = graph.addConstant(
        "w\(step)", Tensor(random.floats(shape.count), shape: shape))
      let window = Window(
        kernel: Extent2D(3), stride: Extent2D(step == 2 ? 2 : 1), padding: Padding2D(1))
      value = try graph.add(Convolution(window: window), [value, weights], name: "conv\(step)")
      value = try graph.add(Unary(.mish), [value], name: "mish\(step)")
    }
    graph.outputs = [try graph.add(Binary(.multiply), [value, value], name: "square")]
    let elements = random.floats(16 * 40 * 44)
    let plan = try Plan(graph)
    let alone = try Session(plan).run([elements])
    let shared = Session(plan, threads: threads)
    for _ in 0..<5 { #expect(try shared.run([elements]) == alone) }
  }

  @Test("Inputs of the wrong size are refused") func inputsOfTheWrongSizeAreRefused() throws {
    let (graph, _) = try tangledGraph()
    let session = Session(try Plan(graph))
    #expect(throws: EngineError.self) { try session.run([[1, 2, 3]]) }
    #expect(throws: EngineError.self) { try session.run([]) }
  }

  @Test("Buffers not needed at the same time share memory")
  func buffersThatAreNotNeededTogetherShareMemory() throws {
    var graph = Graph(name: "chain")
    var value = graph.addInput("x", TensorType(.float32, try Shape([1, 16, 32, 32])))
    for step in 0..<10 {
      value = try graph.add(
        MaxPool(window: Window(kernel: Extent2D(3), padding: Padding2D(1))), [value],
        name: "pool\(step)")
    }
    graph.outputs = [value]
    // One map of 16 x 32 x 32 floats is 64 KiB; two alternate, and the interleaved input is a third.
    #expect(try Plan(graph).arenaByteCount <= 3 * 65536)
  }
}

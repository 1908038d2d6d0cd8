import Graph

/// A graph like that of a small detector: layers, two heads, a contract with everything in it.
enum Detector {
  static func graph() throws -> Graph {
    var graph = Graph(name: "detector")
    let input = graph.addInput("input", TensorType(.float32, try Shape([1, 3, 16, 24])))
    let window = Window(kernel: Extent2D(3), stride: Extent2D(2), padding: Padding2D(1))
    let first = try convolution(&graph, input, 8, window, Origin(layer: 0, line: 12))
    let active = try graph.add(
      Unary(.leakyRelu(slope: 0.1)), [first], name: "layer0_leaky",
      origin: Origin(layer: 0, line: 12))
    let second = try convolution(&graph, active, 8, window, Origin(layer: 1, line: 20))
    let mish = try graph.add(
      Unary(.mish), [second], name: "layer1_mish", origin: Origin(layer: 1, line: 20))
    let one = Window(kernel: Extent2D(1))
    let head = try convolution(&graph, mish, 21, one, Origin(layer: 3, line: 33))
    let up = try graph.add(
      UpsampleNearest(scale: Extent2D(2)), [mish], name: "layer5_upsample",
      origin: Origin(layer: 5, line: 50))
    let fine = try convolution(&graph, up, 27, one, Origin(layer: 6, line: 60))
    graph.outputs = [head, fine]
    graph.layerOutputs = [0: active, 1: mish, 2: mish, 3: head, 5: up, 6: fine]
    graph.contract = contract
    return graph
  }

  static var contract: ModelContract {
    var contract = ModelContract()
    contract.input = InputContract(width: 24, height: 16, channels: 3, letterboxValue: 114)
    contract.heads = [
      Head(
        layer: 4, kind: .yolo(newCoordinates: true), classes: 2,
        anchors: [
          Head.Anchor(width: 10, height: 14), Head.Anchor(width: 23.1, height: 0.1),
          Head.Anchor(width: 1.0 / 3, height: 169),
        ], gridWidth: 6, gridHeight: 4, scaleXY: 1.05, suppression: .distance(beta: 0.6)),
      Head(
        layer: 7, kind: .gaussianYolo(point: .leftTop), classes: 0,
        anchors: Array(repeating: Head.Anchor(width: 16_777_216, height: 1e-30), count: 3),
        gridWidth: 12, gridHeight: 8, suppression: .greedyDistance),
    ]
    contract.labels = ["person", "traffic light \"é\"/\\"]
    contract.sources = ["cfg": "00ff", "weights": "abcd"]
    contract.producer = "darkroom 0.1.0"
    return contract
  }

  private static func convolution(
    _ graph: inout Graph, _ input: ValueID, _ filters: Int, _ window: Window, _ origin: Origin
  ) throws -> ValueID {
    let channels = graph[input].type.shape[1]
    let shape = [filters, channels, window.kernel.height, window.kernel.width]
    let name = "layer\(origin.layer)_convolution"
    let weights = Dense.noise(shape, seed: UInt64(origin.layer) + 1, limit: 0.5)
    let bias = Dense.noise([filters], seed: UInt64(origin.layer) + 100, limit: 1)
    let operands = [
      input, graph.addConstant("\(name)_weights", try weights.tensor, origin: origin),
      graph.addConstant("\(name)_bias", try bias.tensor, origin: origin),
    ]
    return try graph.add(Convolution(window: window), operands, name: name, origin: origin)
  }
}

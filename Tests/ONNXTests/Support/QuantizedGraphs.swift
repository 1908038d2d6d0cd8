import Graph

/// Small quantized graphs of several operations, with random scales.
enum QuantizedGraphs {
  /// A quantized input, a convolution, a function of it, and the real numbers of that.
  ///
  /// - Parameter function: is given x, x scale, x zero point, y scale, y zero point.
  static func convolution(
    _ random: inout Random, isSigned: Bool, _ function: (inout Graph, [ValueID]) throws -> ValueID
  ) throws -> Graph {
    var graph = Graph(name: "function")
    let input = graph.addInput("x", TensorType(.float32, try Shape([1, 6, 9, 7])))
    let x = coding(&random, isSigned).constants("x", in: &graph)
    let stored = try graph.add(Quantization(), [input] + x, name: "stored")
    let filters = (0..<8 * 6 * 9).map { _ in random.below(255) - 127 }
    let symmetric = Coding(scale: 0.01, zeroPoint: 0, isSigned: true)
    let w = [try symmetric.constant("w", filters, [8, 6, 3, 3], in: &graph)]
    let window = Window(kernel: Extent2D(3), padding: Padding2D(1))
    let s = coding(&random, isSigned, scale: 0.2).constants("s", in: &graph)
    let sums = try graph.add(
      QuantizedConvolution(window: window),
      [stored] + x + w + symmetric.constants("w", in: &graph) + s, name: "sums")
    let y = coding(&random, isSigned, scale: 0.1).constants("y", in: &graph)
    let result = try function(&graph, [sums] + s + y)
    graph.outputs = [try graph.add(Dequantization(), [result] + y, name: "output")]
    return graph
  }

  /// Every operation that only ONNX Runtime has, one after the other.
  static func everything(_ random: inout Random, isSigned: Bool) throws -> Graph {
    var graph = Graph(name: "everything")
    let input = graph.addInput("x", TensorType(.float32, try Shape([1, 5, 8, 6])))
    var codes = 0
    func code() -> [ValueID] {
      codes += 1
      return coding(&random, isSigned).constants("code\(codes)", in: &graph)
    }
    let (x, a, b, c, d, e, f, g) = (
      code(), code(), code(), code(), code(), code(), code(), code()
    )
    let stored = try graph.add(Quantization(), [input] + x, name: "stored")
    func add(
      _ operation: any Operation, _ operands: [[ValueID]], _ name: String
    ) throws -> ValueID {
      try graph.add(operation, Array(operands.joined()), name: name)
    }
    let leaky = try add(QuantizedUnary(.leakyRelu(slope: 0.1)), [[stored], x, a], "leaky")
    let sigmoid = try add(QuantizedUnary(.sigmoid), [[stored], x, b], "sigmoid")
    let sum = try add(QuantizedBinary(.add), [[leaky], a, [sigmoid], b, c], "sum")
    let product = try add(QuantizedBinary(.multiply), [[leaky], a, [sum], c, d], "product")
    let joined = try add(
      QuantizedConcatenation(axis: 1), [e, [sum], c, [product], d], "joined")
    let window = Window(kernel: Extent2D(2), stride: Extent2D(2))
    let pooled = try add(QuantizedAveragePool(window: window), [[joined], e, f], "pooled")
    let mean = try add(QuantizedGlobalAveragePool(), [[pooled], f, g], "mean")
    graph.outputs = [
      try add(Dequantization(), [[mean], g], "output0"),
      try add(Dequantization(), [[pooled], f], "output1"),
    ]
    return graph
  }

  /// A scale that is no power of two, and a zero point that is not in the middle.
  private static func coding(
    _ random: inout Random, _ isSigned: Bool, scale: Float = 0.03
  ) -> Coding {
    Coding(
      scale: scale * (1 + random.number(0.5)),
      zeroPoint: (isSigned ? -20 : 108) + random.below(40), isSigned: isSigned)
  }
}

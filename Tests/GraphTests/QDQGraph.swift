import Graph

/// A graph in the QDQ form in the making: real values with dequantizations and quantizations around
/// the operations.
struct QDQGraph {
  var graph = Graph(name: "qdq")
  private var count = 0

  /// The scale and zero point of quantized values.
  struct Code {
    var scale: Float = 0.5
    var zeroPoint: UInt8 = 10
  }

  /// An input of quantized values, dequantized.
  mutating func input(_ shape: [Int] = [1, 2, 4, 4], _ code: Code = Code()) throws -> ValueID {
    let input = graph.addInput("x", TensorType(.uint8, try Shape(shape)))
    return try dequantized(input, code)
  }

  /// The real value of a stored one.
  mutating func dequantized(_ stored: ValueID, _ code: Code = Code()) throws -> ValueID {
    try graph.add(Dequantization(), [stored] + constants(code), name: "dq")
  }

  /// A real value stored.
  mutating func quantized(_ real: ValueID, _ code: Code = Code()) throws -> ValueID {
    try graph.add(Quantization(), [real] + constants(code), name: "q")
  }

  /// A real value stored and dequantized again.
  mutating func rounded(_ real: ValueID, _ code: Code = Code()) throws -> ValueID {
    try dequantized(try quantized(real, code), code)
  }

  /// Two filters of 1x1 with a scale each, dequantized.
  mutating func filters(axis: Int = 0) throws -> ValueID {
    let weights = Tensor([1, -2, 3, 127] as [Int8], shape: try Shape([2, 2, 1, 1]))
    let scales = Tensor([0.25, 0.125] as [Float], shape: try Shape([2]))
    let operands = [graph.addConstant("w", weights), graph.addConstant("w_scale", scales)]
    return try graph.add(Dequantization(axis: axis), operands, name: "dq_w")
  }

  /// A bias in units of 0.5 · 0.25 and 0.5 · 0.125, dequantized.
  mutating func bias(_ scales: [Float] = [0.125, 0.0625]) throws -> ValueID {
    let operands = [
      graph.addConstant("b", Tensor([100, -7] as [Int32], shape: try Shape([2]))),
      graph.addConstant("b_scale", Tensor(scales, shape: try Shape([2]))),
    ]
    return try graph.add(Dequantization(axis: 0), operands, name: "dq_b")
  }

  /// A convolution of 1x1.
  mutating func convolution(_ operands: [ValueID]) throws -> ValueID {
    try graph.add(
      Convolution(window: Window(kernel: Extent2D(1))), operands, name: "convolution")
  }

  private mutating func constants(_ code: Code) -> [ValueID] {
    [
      graph.addConstant("scale", Tensor(scalar: code.scale)),
      graph.addConstant("zero_point", Tensor(scalar: code.zeroPoint)),
    ]
  }
}

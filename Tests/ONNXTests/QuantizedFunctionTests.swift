import Graph
import ONNX
import Testing

struct QuantizedFunctionTests {
  @Test("Writing a quantized model in float16 is refused") func float16IsRefused() throws {
    let sample = try #require(QuantizedSamples.all.first { $0.name == "quantized leaky" })
    let graph = try sample.graph()
    #expect(throws: ONNXError.needsFloat32(node: "coded", operation: "quantization")) {
      try ONNXModel.bytes(of: graph, options: WriteOptions(precision: .float16))
    }
  }

  /// What ONNX has no quantized operator for is written in the QDQ form, and folded back.
  @Test("Functions without a quantized operator are written as QDQ and folded when read")
  func functionsWithoutAnOperatorComeBackFolded() throws {
    let dilated = Window(kernel: Extent2D(2), dilation: Extent2D(2))
    let operations: [any Operation] = [
      QuantizedUnary(.swish), QuantizedUnary(.mish), QuantizedUnary(.relu),
      QuantizedUnary(.clip(lower: -1, upper: 1)), QuantizedAveragePool(window: dilated),
    ]
    for operation in operations {
      var graph = Graph(name: "function")
      let x = graph.addInput("x", TensorType(.uint8, try Shape([1, 2, 5, 5])))
      let operands =
        [x] + QuantizedSamples.x.constants("x", in: &graph)
        + QuantizedSamples.y.constants("y", in: &graph)
      graph.outputs = [try graph.add(operation, operands, name: "y")]
      var read = try ONNXModel.read(try ONNXModel.bytes(of: graph))
      #expect(read.nodes.count == 3)
      #expect(try FoldQuantization().apply(to: &read))
      #expect(read.nodes.map { AnyHashable($0.operation) } == [AnyHashable(operation)])
      #expect(read.outputs.map { read[$0].name } == ["y"])
    }
  }
}

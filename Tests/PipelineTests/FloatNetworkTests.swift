import Graph
import ONNX
import Pipeline
import TestSupport
import Testing

/// Models that cannot be given back what they had.
@Suite struct FloatNetworkTests {
  @Test("A model that says it is decoded, but not from which heads, is refused before quantizing")
  func decodedWithoutHeads() throws {
    let folder = try TemporaryFolder()
    var graph = Graph(name: "headless")
    let input = graph.addInput("input", TensorType(.float32, try Shape([1, 3, 8, 8])))
    graph.outputs = [try graph.add(Unary(.relu), [input], name: "result")]
    graph.contract.input = InputContract(width: 8, height: 8, channels: 3)
    graph.contract.outputForm = .decoded
    let path = folder.path("headless.onnx")
    _ = try ONNXModel.write(graph, to: path)
    var run = QuantizationRun(model: path)
    run.calibration = folder.path("none")
    let error = #expect(throws: PipelineError.self) { try run.run() }
    guard case .malformed(let text) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(text.description.contains("headless.onnx"))
    #expect(text.description.contains("raw heads"))
  }
}

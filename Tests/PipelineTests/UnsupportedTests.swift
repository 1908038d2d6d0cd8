import Engine
import Foundation
import Graph
import ONNX
import Pipeline
import TestSupport
import Testing
import Text

/// What is well-formed but cannot be run is wrong input, and no fault of the program.
@Suite struct UnsupportedTests {
  @Test("A pooling with dilations is refused with the file and the node, as malformed")
  func dilatedPooling() throws {
    let folder = try TemporaryFolder()
    var graph = Graph(name: "dilated")
    let input = graph.addInput("x", TensorType(.float32, try Shape([1, 3, 8, 8])))
    let window = Window(kernel: Extent2D(3), dilation: Extent2D(2))
    graph.outputs = [try graph.add(AveragePool(window: window), [input], name: "pool")]
    let path = folder.path("dilated.onnx")
    _ = try ONNXModel.write(graph, to: path)
    try Data(count: 4 * 3 * 8 * 8).write(to: URL(fileURLWithPath: folder.path("x.f32")))
    let pass = ForwardPass(
      model: try Model.load(path: path), input: folder.path("x.f32"), execution: Execution())
    let error = #expect(throws: LocatedFailure<EngineError>.self) {
      try pass.run(dump: nil, output: folder.path("out"))
    }
    #expect(error?.category == .malformed)
    #expect(error?.description.contains("dilated.onnx: node pool") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }
}

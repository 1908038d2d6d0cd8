import Deployment
import Graph
import ONNX
import Quantization
import Testing

extension Snippets {
  @Test func deployment() throws {
    let path = folder.path("model.onnx")
    _ = try ONNXModel.write(try Sample.graph(), options: WriteOptions(opset: 13), to: path)
    // snippet.show
    let file = try FileDescription(path: path)
    // Some rules ask for the shapes of values, which a graph knows.
    let graph = Result { () throws(ONNXError) in try ONNXModel.read(path: path) }
    let check = DeploymentCheck(file, graph, for: .xint8)
    for violation in check.violations {
      print(violation.severity, violation.summary, violation.node ?? "", violation.found)
    }
    // snippet.hide
    #expect(check.violations.contains { $0.rule == "leaky-slope" })
    #expect(DeploymentCheck(file, graph, for: .openvino).holds)
  }
}

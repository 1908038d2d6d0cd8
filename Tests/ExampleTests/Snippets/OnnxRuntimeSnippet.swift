import ONNX
import OnnxRuntime
import TestSupport
import Testing

extension Snippets {
  @Test(.enabled(if: Peers.onnxRuntime != nil, Comment(rawValue: Peers.areMissing)))
  func onnxRuntime() throws {
    let model = folder.path("model.onnx")
    _ = try ONNXModel.write(try Sample.graph(), to: model)
    let library = Peers.onnxRuntime
    // snippet.show
    // Without a path it is the library that the system's loader or the active environment has.
    let runtime = try Runtime.load(path: library)
    let session = try RuntimeSession(runtime, path: model)
    let inputs = session.inputs.map { input in
      let shape = input.shape.map { $0 ?? 1 }
      return RuntimeTensor([Float](repeating: 0.5, count: shape.reduce(1, *)), shape: shape)
    }
    for (output, tensor) in zip(session.outputs, try session.run(inputs)) {
      print(output.name, tensor.shape, tensor.elements.max() ?? 0)
    }
    // snippet.hide
    #expect(session.outputs.count == 2)
  }
}

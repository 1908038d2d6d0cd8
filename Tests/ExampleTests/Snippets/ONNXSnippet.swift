import Graph
import ONNX
import Testing

extension Snippets {
  @Test func onnx() throws {
    let graph = try Sample.graph()
    let output = folder.path("model.onnx")
    // snippet.show
    let written = try ONNXModel.write(graph, options: WriteOptions(opset: 13), to: output)
    print("\(written.byteCount) bytes, opset \(written.opset)")

    let model = try ONNXModel.read(path: output)
    // What a user must know to run it is in its metadata.
    if let input = model.contract.input {
      print("images of \(input.width) x \(input.height), \(model.contract.heads.count) heads")
    }
    // snippet.hide
    #expect(try folder.bytes("model.onnx").count == written.byteCount)
    #expect(model.contract.input?.width == 160)
  }
}

import Engine
import Foundation
import Graph
import ONNX
import TestSupport
import Testing

/// Convolutions and poolings with every kernel size, stride, dilation and padding that a file may
/// have, and tensors that are not what an operator takes.
@Suite struct WindowTests {
  @Test(
    "Every window gives what ONNX Runtime gives, or is refused",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func windowsAreThoseOfOnnxRuntime() throws {
    let folder = try TemporaryFolder()
    let result = try Peers.run("window_models.py", [folder.url.path, "5", "150"])
    try #require(result.status == 0, "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(names.count == 150)
    for name in names {
      let place = FixtureFolder(folder.url.appendingPathComponent(name))
      let graph = try ONNXModel.read(path: place.file("model.onnx"))
      let expected = try place.floats("output_0.f32")
      for isExact in [true, false] {
        let session = Session(try Plan(graph, exact: isExact), threads: 2)
        let found = try session.run([place.floats("input_0.f32")])
        // Winograd's transform costs a little precision.
        let agreement = Agreement(found[0], expected)
        #expect(agreement.error <= (isExact ? 1e-4 : 1e-3), "\(name): \(agreement)")
      }
    }
  }

  @Test("A model whose input is not what its convolution takes is refused")
  func truthValuesAreNotConvolved() throws {
    let folder = Fixtures.own.folder("cases/attack-onnx-window")
    let error = #expect(throws: ONNXError.self) {
      try ONNXModel.read(path: folder.file("net.onnx"))
    }
    #expect(
      error?.description.contains("convolution takes float32, not uint8 1x3x10x12") == true,
      "\(String(describing: error))")
  }
}

import Foundation
import Graph
import ONNX
import Pipeline
import Quantization
import TestSupport
import Testing

/// First convolutions that stay in float.
@Suite("First convolutions in float")
struct FloatFrontTests {
  private static let needsShared = Comment(rawValue: Fixtures.sharedIsMissing)

  /// What a detector's model is where the front is chosen.
  private func quantized(
    _ name: String, threads: Int = 2, _ change: (inout QuantizationOptions) -> Void = { _ in }
  ) throws -> Graph {
    let shared = try #require(Fixtures.shared)
    let folder = try TemporaryFolder()
    let images = try CalibrationFiles.photographs(16)
    try Data(images.joined(separator: "\n").utf8).write(
      to: URL(fileURLWithPath: folder.path("list")))
    var run = QuantizationRun(model: shared.path + "/models/\(name)/\(name).cfg")
    run.weights = shared.path + "/models/\(name)/\(name).weights"
    run.calibration = folder.path("list")
    run.threads = threads
    run.options.floatFront = .auto
    change(&run.options)
    _ = try run.run().write(to: .init(model: folder.path("model.onnx")))
    return try Model.load(path: folder.path("model.onnx")).graph
  }

  /// Of the convolutions in their order: whether each computes with floats.
  private func areFloat(_ graph: Graph) -> [Bool] {
    graph.nodes.compactMap { node in
      if node.operation is Convolution { return true }
      return graph.multiplyAdds(of: node) > 0 ? false : nil
    }
  }

  @Test(
    "A network of few channels keeps its first convolutions, with nothing stored between them",
    .enabled(if: Fixtures.shared != nil, needsShared))
  func thin() throws {
    let graph = try quantized("yoloface-500k-v2")
    let areFloat = areFloat(graph)
    let front = areFloat.prefix { $0 }.count
    #expect(front >= 3 && front <= areFloat.count / 2, "\(front)")
    #expect(!areFloat.dropFirst(front).contains(true))
    // What is stored first lies behind the whole front.
    let stored = try #require(
      graph.nodes.firstIndex { node in
        node.outputs.contains { graph[$0].type.element == .uint8 }
      })
    let last = try #require(graph.nodes.lastIndex { $0.operation is Convolution })
    #expect(last < stored)
    #expect(try self.areFloat(quantized("yoloface-500k-v2", threads: 1)) == areFloat)
  }

  @Test(
    "A network of large filters, and every other form, keeps none",
    .enabled(if: Fixtures.shared != nil, needsShared))
  func others() throws {
    #expect(try !areFloat(quantized("yolov3-tiny")).contains(true))
    #expect(
      try !areFloat(quantized("yoloface-50k") { $0.choose(for: .hardware) }).contains(true))
    #expect(
      try !areFloat(quantized("yoloface-50k") { $0.floatFront = .none }).contains(true))
  }
}

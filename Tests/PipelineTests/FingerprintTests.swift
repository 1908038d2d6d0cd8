import Graph
import Testing

@testable import Pipeline

/// What calibration tables are matched with must not change by accident: tables of users would be
/// refused.
@Suite struct FingerprintTests {
  private static func network(name: String = "a", slope: Float = 0.1) throws -> Graph {
    var graph = Graph(name: name)
    let input = graph.addInput("x", TensorType(.float32, try Shape([1, 2, 4, 4])))
    let filters = graph.addConstant(
      "w", Tensor([Float](repeating: 0.5, count: 36), shape: try Shape([2, 2, 3, 3])))
    let window = Window(kernel: Extent2D(3), padding: Padding2D(1))
    let map = try graph.addNode("conv", Convolution(window: window), [input, filters])[0]
    graph.outputs = try graph.addNode("leaky", Unary(.leakyRelu(slope: slope)), [map])
    return graph
  }

  @Test("The digest of a network is that of its ONNX file without metadata, and stays what it is")
  func pinned() throws {
    let digest = try QuantizationFingerprint.digest(of: Self.network())
    #expect("\(digest)" == "de73fd901a05e49ca8b8015e2be2ab03ac42293e08e46fe8a2f59262cfbd8bb1")
  }

  @Test("What people read does not count, and what is computed does")
  func counted() throws {
    let digest = try QuantizationFingerprint.digest(of: Self.network())
    var named = try Self.network(name: "b")
    named.contract.labels = ["cat"]
    named.contract.producer = "darkroom 9"
    #expect(try QuantizationFingerprint.digest(of: named) == digest)
    #expect(try QuantizationFingerprint.digest(of: Self.network(slope: 0.2)) != digest)
  }
}

import Darknet
import Foundation
import Graph
import ONNX
import TestSupport
import Testing

struct QuantizedModelTests {
  /// A detector as `onnxruntime.quantization` writes it.
  struct Case: Sendable, CustomTestStringConvertible {
    let format: String
    let activation: String
    let isPerChannel: Bool

    var testDescription: String {
      "\(format) \(activation)" + (isPerChannel ? " per channel" : "")
    }

    static let all = ["qoperator", "qdq"].flatMap { format in
      ["uint8", "int8"].flatMap { activation in
        [false, true].map { Case(format: format, activation: activation, isPerChannel: $0) }
      }
    }
  }

  /// What is read and folded, written again, gives the same quantized values: ONNX Runtime folds the
  /// QDQ form in the same way.
  @Test(
    "Models quantized by ONNX Runtime give the same quantized values when written again",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)), arguments: Case.all)
  func detectorsQuantizedElsewhereAreReadAndFolded(_ item: Case) throws {
    let folder = try TemporaryFolder()
    _ = try ONNXModel.write(try Self.shapes(), to: folder.path("float.onnx"))
    let places = ["theirs", "ours"].map { folder.path($0) }
    for place in places {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      let x = Dense.noise([1, 3, 160, 160], seed: 5, limit: 1)
      try x.elements.map(abs).withUnsafeBytes {
        try Data($0).write(to: URL(fileURLWithPath: "\(place)/input_0.f32"))
      }
    }
    let options =
      ["--format", item.format, "--activation", item.activation]
      + (item.isPerChannel ? ["--per-channel"] : [])
    let made = try Peers.run(
      "quantize.py", [folder.path("float.onnx"), "\(places[0])/model.onnx"] + options)
    try #require(made.status == 0, "\(made.output)\(made.errors)")

    var graph = try ONNXModel.read(path: "\(places[0])/model.onnx")
    try graph.validate()
    let layers = graph.layerOutputs.count
    #expect(try FoldQuantization().apply(to: &graph) == (item.format == "qdq"))
    try graph.validate()
    #expect(graph.layerOutputs.count == layers)
    #expect(graph.outputs.map { graph[$0].name } == ["layer_021", "layer_028"])
    _ = try RemoveUnused(keepsLayerOutputs: false).apply(to: &graph)
    // Nothing is left that computes with real numbers.
    for node in graph.nodes
    where node.outputs.contains(where: { graph[$0].type.element == .float32 }) {
      #expect(node.operation is Dequantization, "\(node.name)")
    }
    #expect(graph.nodes.filter { $0.operation is QuantizedConvolution }.count == 17)
    #expect(graph.nodes.filter { $0.operation is Quantization }.count == 1)
    #expect(graph.nodes.filter { $0.operation is Dequantization }.count == 2)
    _ = try ONNXModel.write(graph, to: "\(places[1])/model.onnx")

    let run = try Peers.run("check_model.py", places)
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    for (index, output) in graph.outputs.enumerated() {
      let scale = try #require(Self.scale(of: output, in: graph))
      let (theirs, ours) = (
        try FixtureFolder(URL(fileURLWithPath: places[0])).floats("output_\(index).f32"),
        try FixtureFolder(URL(fileURLWithPath: places[1])).floats("output_\(index).f32")
      )
      try #require(theirs.count == ours.count && !ours.isEmpty)
      let steps = zip(theirs, ours).map { abs($0 - $1) / scale }
      // Quantized values that differ are a whole step apart.
      #expect(steps.allSatisfy { $0 < 0.5 }, "\(steps.max() ?? 0) steps")
    }
  }

  /// The small detector of this repository as a float graph.
  private static func shapes() throws -> Graph {
    let network = try Network.parse(
      path: Fixtures.root.appendingPathComponent("Cfg/shapes.cfg").path
    ).get()
    let weights = try WeightsFile(
      path: Fixtures.root.appendingPathComponent("Weights/shapes.weights").path, network: network)
    var graph = try Lowering.graph(of: network, parameters: weights)
    _ = try FoldBatchNormalization().apply(to: &graph)
    return graph
  }

  private static func scale(of output: ValueID, in graph: Graph) -> Float? {
    let node = graph.nodes.first { $0.outputs == [output] }
    return node.flatMap { graph[$0.inputs[1]].constant?.elements(Float.self).first }
  }
}

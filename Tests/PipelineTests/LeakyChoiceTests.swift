import Engine
import Foundation
import Graph
import ONNX
import Pipeline
import Quantization
import TestSupport
import Testing

/// Leaky ReLUs as sums of two sides in whole networks.
@Suite("Leaky ReLUs as sums of two sides")
struct LeakyChoiceTests {
  private static let needsShared = Comment(rawValue: Fixtures.sharedIsMissing)
  private static let needsPeers = Comment(rawValue: Peers.areMissing)

  /// How many leaky ReLUs a network has: by a table, and as sums of two results of one convolution.
  private func leakys(_ graph: Graph) -> (tables: Int, sides: Int) {
    var producers: [ValueID: Node] = [:]
    for node in graph.nodes { for output in node.outputs { producers[output] = node } }
    let sides = graph.nodes.filter { node in
      guard (node.operation as? QuantizedBinary)?.function == .add,
        let a = producers[node[.data(0)]], let b = producers[node[.data(1)]]
      else { return false }
      return a.operation is QuantizedConvolution && b.operation is QuantizedConvolution
        && a.stored(.filters).value == b.stored(.filters).value
    }
    return (graph.nodes.count { $0.operation is QuantizedUnary }, sides.count)
  }

  private func model(_ name: String) throws -> ConversionCase {
    try #require(ConversionCase.models.first { $0.description.hasPrefix("\(name)/") })
  }

  @Test(
    "Real networks: every integer equals ONNX Runtime's, and less is lost than by tables",
    .enabled(if: Fixtures.shared != nil, needsShared),
    .enabled(if: Peers.python != nil, needsPeers),
    arguments: ["yolo-fastest-1.1", "yolov4-tiny"],
    [QuantizationOptions.ActivationType.uint8, .int8])
  func real(name: String, type: QuantizationOptions.ActivationType) throws {
    let (item, models) = (try model(name), try QuantizedModels())
    let images = try CalibrationFiles.photographs(8)
    let dual = try models.add("dual", item, images: images) {
      $0.options.leaky = .dual
      $0.options.activationType = type
    }
    let integers = try QuantizedModels()
    let table = try integers.add("table", item, images: images) {
      $0.options.activationType = type
    }
    #expect(
      try #require(dual.headsSQNR) > (try #require(table.headsSQNR)) + 0.7,
      "\(dual.headsSQNR ?? 0) \(table.headsSQNR ?? 0)")
    let facts = try models.walk()[0]
    #expect(facts.hasSides && facts.floats.isEmpty)
    #expect(try models.integers("dual").differing.isEmpty)
    try models.run()
    for (found, expected) in try models.outputs("dual") { #expect(found == expected) }
    // What is observed is computed in steps of its own: the file as it is run has the same outputs.
    let graph = try Model.load(path: models.files("dual").file("model.onnx")).graph
    let input = try item.input()
    let once = try Session(Plan(graph)).run([input])
    #expect(try Session(Plan(graph), threads: 3).run([input]) == once)
    let observing = Set(graph.nodes.flatMap(\.outputs))
    #expect(try Session(Plan(graph, observing: observing)).run([input]) == once)
  }

  @Test(
    "Explicit pairs give integers as the runtime folds them",
    .enabled(if: Fixtures.shared != nil, needsShared),
    .enabled(if: Peers.python != nil, needsPeers),
    arguments: [DeploymentTarget.qnn, .stm32])
  func explicitPairs(target: DeploymentTarget) throws {
    let models = try QuantizedModels()
    let report = try models.add(
      "dual", model("yolo-fastest-1.1"), images: CalibrationFiles.photographs(8)
    ) {
      $0.options.choose(for: target)
      $0.options.leaky = .dual
    }
    #expect(try #require(report.headsSQNR) > 22)
    try models.run()
    for (found, expected) in try models.outputs("dual") {
      let (signal, noise) = zip(found, expected).reduce((0.0, 0.0)) { sum, pair in
        let difference = Double(pair.0 - pair.1)
        return (sum.0 + Double(pair.1 * pair.1), sum.1 + difference * difference)
      }
      // ONNX Runtime folds pairs of uint8 to integers as the engine does. Those of int8 it leaves in
      // float32, where a number half way between two steps may go either way: 29.7 dB here, and
      // 30.6 dB between its own graphs with and without optimizations.
      #expect(noise <= signal * (target == .qnn ? 0 : 2e-3), "\(signal) \(noise)")
    }
  }

  @Test(
    "auto takes sums for a network that needs them and tables for one that does not, on any threads",
    .enabled(if: Fixtures.shared != nil, needsShared))
  func automatic() throws {
    let images = try CalibrationFiles.photographs(16)
    func quantized(
      _ name: String, threads: Int, _ requantization: Requantization = .float
    ) throws -> Graph {
      let folder = try TemporaryFolder()
      try Data(images.joined(separator: "\n").utf8).write(
        to: URL(fileURLWithPath: folder.path("list")))
      let item = try model(name)
      var run = QuantizationRun(model: item.cfg)
      run.weights = item.weights
      run.calibration = folder.path("list")
      run.threads = threads
      run.options.leaky = .auto
      run.options.requantization = requantization
      _ = try run.run().write(to: .init(model: folder.path("model.onnx")))
      return try Model.load(path: folder.path("model.onnx")).graph
    }
    let needing = leakys(try quantized("yolo-fastest-1.1", threads: 2))
    #expect(needing.sides > 3 * needing.tables, "\(needing)")
    let others = leakys(try quantized("yolov3-tiny", threads: 2))
    #expect(others.tables >= 5 && others.sides < others.tables, "\(others)")
    let one = leakys(try quantized("yolov3-tiny", threads: 1))
    #expect(one == others)
    // With shifts, filters have scales for how their result is stored, so for each choice.
    let shifted = leakys(try quantized("yolov4-tiny", threads: 2, .shift))
    #expect(shifted.tables + shifted.sides > 10, "\(shifted)")
  }
}

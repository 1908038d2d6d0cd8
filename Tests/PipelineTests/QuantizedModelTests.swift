import Engine
import Foundation
import Graph
import ONNX
import ImageSupport
import Pipeline
import TestSupport
import Testing

/// The engine in integers against ONNX Runtime, bit by bit.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct QuantizedModelTests {
  /// Every operator on random numbers and shapes.
  @Test("Quantized operators equal ONNX Runtime's bit for bit")
  func operatorsAreBitIdenticalToTheRuntimes() throws {
    let folder = try TemporaryFolder()
    let models = folder.url.appendingPathComponent("models")
    let result = try Peers.run("quantized_models.py", [models.path, "40"])
    try #require(result.status == 0, "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: models.path).sorted()
    #expect(names.count == 12 * 40)
    try compareReal(names.filter { $0.hasPrefix("real_") }, in: models)
    for name in names where !name.hasPrefix("real_") {
      let files = FixtureFolder(models.appendingPathComponent(name))
      let graph = try Model.load(path: files.file("model.onnx")).graph
      let inputs = try graph.inputs.indices.map { try files.floats("input_\($0).f32") }
      for threads in [1, 2] {
        let outputs = try Session(Plan(graph), threads: threads).run(inputs)
        #expect(try outputs[0] == files.floats("output_0.f32"), "\(name), \(threads) threads")
      }
    }
  }

  /// What both compute in real numbers before they round: sums are taken in another order, so a sum
  /// half way between two steps may go either way. At most one step, on at most 1 in 10,000 values.
  private func compareReal(_ names: [String], in models: URL) throws {
    #expect(names.count == 40)
    let step: Float = 0.0625
    var (differing, count) = (0, 0)
    for name in names {
      let files = FixtureFolder(models.appendingPathComponent(name))
      let graph = try Model.load(path: files.file("model.onnx")).graph
      let expected = try files.floats("output_0.f32")
      let found = try Session(Plan(graph, exact: true)).run([files.floats("input_0.f32")])[0]
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= step }, "\(name)")
      differing += zip(found, expected).count { $0 != $1 }
      count += expected.count
    }
    #expect(differing * 10_000 <= count, "\(differing) of \(count) values differ")
  }

  /// Whole networks as ONNX Runtime's own tool quantizes them.
  @Test(
    "Quantized networks equal ONNX Runtime's bit for bit",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: ["yolov4-tiny", "yolo-fastest-1.1"],
    [["--format", "qoperator"], ["--format", "qoperator", "--per-channel"], ["--format", "qdq"]])
  func networksAreBitIdenticalToTheRuntimes(name: String, options: [String]) throws {
    let folder = try TemporaryFolder()
    let golden = try #require(GoldenImage.all.first { $0.description == "\(name)/golden-dog" })
    let float = folder.path("float.onnx")
    _ = try Conversion(cfg: golden.cfg, weights: golden.weights).run().write(to: float)
    let quantized = folder.path("model.onnx")
    let made = try Peers.run("quantize.py", [float, quantized, "--images", "2"] + options)
    try #require(made.status == 0, "\(made.errors)")
    let input = try golden.input()
    try input.withUnsafeBytes { Data($0) }.write(
      to: folder.url.appendingPathComponent("input_0.f32"))
    let run = try Peers.run("check_model.py", [folder.url.path])
    #expect(run.status == 0, "\(run.output)")

    let graph = try Model.load(path: quantized).graph
    let outputs = try Session(Plan(graph), threads: 2).run([input])
    for (index, output) in outputs.enumerated() {
      let expected = try FixtureFolder(folder.url).floats("output_\(index).f32")
      #expect(output == expected, "output \(index)")
    }
  }
}

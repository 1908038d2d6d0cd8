import Engine
import Foundation
import Graph
import Pipeline
import Quantization
import TestSupport
import Testing
import Vision

/// Quantized models in a folder, each with an input, for ONNX Runtime and the engine to agree on.
final class QuantizedModels {
  private let folder: TemporaryFolder
  private(set) var names: [String] = []

  init() throws { folder = try TemporaryFolder() }

  /// The folder of one model: model.onnx, input_0.f32, output_0.f32, ...
  func files(_ name: String) -> FixtureFolder {
    FixtureFolder(folder.url.appendingPathComponent(name))
  }

  /// Quantizes a network, as fast as can be, and notes the input to compare with.
  @discardableResult
  func add(
    _ name: String, _ item: ConversionCase, images: [String],
    change: (inout QuantizationRun) -> Void = { _ in }
  ) throws -> QuantizationReport {
    let target = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    let list = target.appendingPathComponent("list")
    try Data(images.joined(separator: "\n").utf8).write(to: list)
    var run = QuantizationRun(model: item.cfg)
    run.weights = item.weights
    run.calibration = list.path
    run.threads = 2
    change(&run)
    return try add(name, run, input: item.input())
  }

  /// Quantizes a network, and notes the input to compare with.
  @discardableResult
  func add(_ name: String, _ run: QuantizationRun, input: [Float]) throws -> QuantizationReport {
    let target = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    let summary = try run.run().write(to: .init(model: files(name).file("model.onnx")))
    try input.withUnsafeBytes { Data($0) }.write(to: target.appendingPathComponent("input_0.f32"))
    names.append(name)
    return try #require(summary.record.quantization)
  }

  /// Has `onnx.checker` and ONNX Runtime check and run all models.
  func run() throws {
    let result = try Peers.run("check_model.py", names.map { files($0).path })
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  /// What the engine computes from the file, and what ONNX Runtime did.
  func outputs(_ name: String) throws -> [(found: [Float], expected: [Float])] {
    let files = files(name)
    let graph = try Model.load(path: files.file("model.onnx")).graph
    let outputs = try Session(Plan(graph, exact: true), threads: 2).run(
      [files.floats("input_0.f32")])
    return try outputs.enumerated().map { index, output in
      (output, try files.floats("output_\(index).f32"))
    }
  }

  /// Has the integers of all models walked, and reads what was found.
  func walk() throws -> [QuantizedFacts] {
    let result = try Peers.run("walk_integers.py", names.map { files($0).path })
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    return try names.map { name in
      try JSONDecoder().decode(
        QuantizedFacts.self,
        from: Data(contentsOf: URL(fileURLWithPath: files(name).file("facts.json"))))
    }
  }

  /// How many integer tensors the engine computes, and which of them differ from ONNX Runtime's.
  func integers(_ name: String) throws -> (count: Int, differing: [String]) {
    let files = files(name)
    let graph = try Model.load(path: files.file("model.onnx")).graph
    let listing = try String(contentsOfFile: files.file("integers/names.txt"), encoding: .utf8)
    let values = listing.split(separator: "\n").enumerated().compactMap { number, name in
      graph.value(named: String(name)).map { (number: number, name: String(name), value: $0) }
    }
    let session = Session(try Plan(graph, observing: Set(values.map(\.value))), threads: 2)
    _ = try session.run([files.floats("input_0.f32")])
    let differing = try values.filter { number, _, value in
      try session.read(value) != files.floats("integers/\(number).f32")
    }
    return (values.count, differing.map(\.name))
  }
}

/// What `walk_integers.py` says of a model.
struct QuantizedFacts: Decodable {
  let floats: [String]
  let operators: [String]
  let integers: Int
  let activations: [String]
  let weight: Int

  /// Whether leaky ReLUs are sums of two sides.
  var hasSides: Bool {
    operators.contains("com.microsoft.QLinearAdd")
      && !operators.contains("com.microsoft.QLinearLeakyRelu")
  }
}

/// Images to calibrate with.
enum CalibrationFiles {
  /// Those of the embedded detector.
  static func shapes(_ count: Int) throws -> [String] {
    try first(count, in: Fixtures.root.appendingPathComponent("Images/shapes/calibration"))
  }

  /// Photographs of the shared material.
  static func photographs(_ count: Int) throws -> [String] {
    try first(count, in: try #require(Fixtures.shared).appendingPathComponent("coco/calibration"))
  }

  /// A validation image of the embedded detector, `size` pixels wide and high as its input is.
  static func input(_ size: Int) throws -> [Float] {
    let folder = Fixtures.root.appendingPathComponent("Images/shapes/validation")
    let image = try Image(contentsOf: folder.appendingPathComponent("000001.jpg").path)
    try #require(image.width == size && image.height == size)
    return (0..<3).flatMap { channel in
      stride(from: channel, to: image.pixels.count, by: 3).map {
        Float(image.pixels[$0]) / 255
      }
    }
  }

  private static func first(_ count: Int, in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().prefix(count)
      .map { folder.appendingPathComponent($0).path }
  }
}

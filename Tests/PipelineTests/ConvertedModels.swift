import Foundation
import Graph
import Pipeline
import TestSupport

/// All cases converted and run by ONNX Runtime, once for all tests.
struct ConvertedModels: Sendable {
  /// What the checker or the runtime refused.
  let complaints: String
  private let folder: TemporaryFolder

  /// The folder of one model: model.onnx, input_0.f32, output_0.f32, ...
  func folder(_ name: String, _ form: String) -> FixtureFolder {
    FixtureFolder(folder.url.appendingPathComponent(ConvertedModels.path(name, form)))
  }

  /// Converted once; an error is reported by every test.
  static let shared = Result { try ConvertedModels() }

  private static func path(_ name: String, _ form: String) -> String {
    name.replacingOccurrences(of: "/", with: "_") + "_" + form
  }

  private init() throws {
    folder = try TemporaryFolder()
    var folders: [String] = []
    for item in ConversionCase.all {
      for form in try Form.all(for: item) {
        let target = folder.url.appendingPathComponent(
          ConvertedModels.path(item.description, form.name))
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        var conversion = Conversion(cfg: item.cfg, weights: item.weights)
        form.change(&conversion)
        _ = try conversion.run().write(to: target.appendingPathComponent("model.onnx").path)
        let input = try item.input()
        // A second, different image, so that one cannot pass for the other.
        let images = form.images == 1 ? input : input + input.map { 1 - $0 }
        try images.withUnsafeBytes { Data($0) }.write(
          to: target.appendingPathComponent("input_0.f32"))
        folders.append(target.path)
      }
    }
    let result = try Peers.run("check_model.py", folders)
    complaints = result.output + (result.status == 0 ? "" : result.errors)
  }
}

/// A way of converting.
struct Form: Sendable {
  var name: String
  /// The images that the model is run with.
  var images = 1
  var change: @Sendable (inout Conversion) -> Void = { _ in }

  static let raw = Form(name: "raw")
  static let decoded = Form(name: "decoded") {
    $0.heads = .decoded
    $0.opset = 18
  }
  static let suppressed = Form(name: "nms") { $0.heads = .nms }
  static let anyBatch = Form(name: "dynamic", images: 2) {
    $0.heads = .decoded
    $0.batch = .dynamic
  }
  static let pairs = Form(name: "pairs", images: 2) { $0.batch = .fixed(2) }
  static let half = Form(name: "half") { $0.precision = .float16 }

  /// The ways that suit a case.
  static func all(for item: ConversionCase) throws -> [Form] {
    guard try item.isDetector() else { return [.raw, .pairs] }
    guard item.description.contains("golden") else { return [.raw, .decoded, .anyBatch] }
    return [.raw, .decoded, .suppressed, .anyBatch, .half]
  }
}

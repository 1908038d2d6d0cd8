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
      let forms: [(String, OutputForm, Int)] =
        [("raw", .raw, 13)] + (try item.isDetector() ? [("decoded", .decoded, 18)] : [])
      for (name, form, opset) in forms {
        let target = folder.url.appendingPathComponent(
          ConvertedModels.path(item.description, name))
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        let conversion = Conversion(
          cfg: item.cfg, weights: item.weights, heads: form, opset: opset)
        _ = try conversion.run(to: target.appendingPathComponent("model.onnx").path)
        try item.input().withUnsafeBytes { Data($0) }.write(
          to: target.appendingPathComponent("input_0.f32"))
        folders.append(target.path)
      }
    }
    let result = try Peers.run("check_model.py", folders)
    complaints = result.output + (result.status == 0 ? "" : result.errors)
  }
}

import Foundation
import TestSupport

/// The embedded detector and its images.
enum Shapes {
  static let cfg = Fixtures.root.appendingPathComponent("Cfg/shapes.cfg").path
  static let names = Fixtures.root.appendingPathComponent("Cfg/shapes.names").path
  static let weights = Fixtures.root.appendingPathComponent("Weights/shapes.weights").path

  /// A validation image.
  static func image(_ index: Int) -> String {
    let name = String(repeating: "0", count: 6 - "\(index)".count) + "\(index).jpg"
    return Fixtures.root.appendingPathComponent("Images/shapes/validation/\(name)").path
  }

  /// Converts it in a folder, as `shapes.onnx`.
  static func convert(in folder: WorkFolder, _ options: String...) throws -> String {
    let outcome = try folder.darkroom(
      ["convert", cfg, weights, "-o", "shapes.onnx", "--quiet"] + options)
    guard outcome.status == 0 else { throw Failure(outcome: outcome) }
    return folder.path("shapes.onnx")
  }

  struct Failure: Error {
    let outcome: CommandLineTool.Outcome
  }
}

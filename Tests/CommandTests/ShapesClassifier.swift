import Foundation
import TestSupport

/// The classifier of shapes and its images.
enum ShapesClassifier {
  static let cfg = path("Cfg/shapes-classifier.cfg")
  static let weights = path("Weights/shapes-classifier.weights")
  static let names = Shapes.names
  static let images = path("Images/shapes-classifier")
  static let validation = path("Images/shapes-classifier/validation")
  static let list = path("Images/shapes-classifier/validation.txt")
  static let calibration = path("Images/shapes-classifier/calibration")
  static let classes = ["circle", "square", "triangle", "star", "cross"]

  /// A validation image.
  static func image(_ name: String, _ index: Int = 0) -> String {
    "\(validation)/\(name)/\(name)-00\(index).jpg"
  }

  /// Converts it in a folder, as `classifier.onnx`.
  static func convert(in folder: WorkFolder, _ options: String...) throws -> String {
    let outcome = try folder.darkroom(
      ["convert", cfg, weights, "--names", names, "-o", "classifier.onnx", "--quiet"] + options)
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
    return folder.path("classifier.onnx")
  }

  private static func path(_ name: String) -> String {
    Fixtures.root.appendingPathComponent(name).path
  }
}

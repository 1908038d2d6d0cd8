import Darknet
import Foundation
import Graph
import TestSupport

/// The files that the snippets are given: the embedded detector and its images.
enum Sample {
  static let cfg = path("Cfg/shapes.cfg")
  static let weights = path("Weights/shapes.weights")
  static let names = path("Cfg/shapes.names")
  static let recipes = path("Manifests")
  static let photo = path("Images/shapes/validation/000001.jpg")
  static let annotations = path("Images/shapes/instances_validation.json")
  /// Some of the calibration images.
  static let images = (1...3).map { path("Images/shapes/calibration/00000\($0).jpg") }

  private static func path(_ name: String) -> String {
    Fixtures.root.appendingPathComponent(name).path
  }
}

extension Sample {
  /// The embedded detector.
  static func graph() throws -> Graph {
    let network = try Network.parse(path: cfg).get()
    return try Lowering.graph(
      of: network, parameters: WeightsFile(path: weights, network: network))
  }
}

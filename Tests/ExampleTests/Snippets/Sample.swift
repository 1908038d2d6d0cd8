import Darknet
import Foundation
import Graph
import TestSupport

/// The files that the snippets are given: the embedded detector and its images.
enum Sample {
  static let cfg = Fixtures.root.appendingPathComponent("Cfg/shapes.cfg").path
  static let weights = Fixtures.root.appendingPathComponent("Weights/shapes.weights").path
  static let names = Fixtures.root.appendingPathComponent("Cfg/shapes.names").path
  static let recipes = Fixtures.root.appendingPathComponent("Manifests").path
  static let photo = Fixtures.root.appendingPathComponent("Images/shapes/validation/000001.jpg").path
  static let annotations =
    Fixtures.root.appendingPathComponent("Images/shapes/instances_validation.json").path
  /// Some of the calibration images.
  static let images = (1...3).map {
    Fixtures.root.appendingPathComponent("Images/shapes/calibration/00000\($0).jpg").path
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

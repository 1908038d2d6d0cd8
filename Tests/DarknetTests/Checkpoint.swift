import Testing
import Darknet
import Foundation
import TestSupport

/// A cfg and its weights in `shared`.
struct Checkpoint: CustomTestStringConvertible, Sendable {
  let cfg: String
  let weights: String

  var testDescription: String { weights }

  /// Every checkpoint there is: the real models, the detector of shapes, the conformance suite.
  static let all: [Checkpoint] =
    Fixtures.names(in: "models").map { model($0) }
    + (Fixtures.shared == nil ? [] : [shapes])
    + Fixtures.names(in: "conformance").map {
      Checkpoint(cfg: "conformance/\($0)/net.cfg", weights: "conformance/\($0)/net.weights")
    }

  static let shapes = Checkpoint(cfg: "shapes/shapes.cfg", weights: "shapes/shapes.weights")

  static func model(_ name: String) -> Checkpoint {
    Checkpoint(cfg: "models/\(name)/\(name).cfg", weights: "models/\(name)/\(name).weights")
  }

  private func path(_ name: String) throws -> String {
    guard let shared = Fixtures.shared else { throw CocoaError(.fileNoSuchFile) }
    return shared.appendingPathComponent(name).path
  }

  func network() throws -> Network { try Network.parse(path: path(cfg)).get() }

  func open() throws -> WeightsFile {
    try WeightsFile(path: path(weights), network: network())
  }

  func bytes() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(weights))))
  }
}

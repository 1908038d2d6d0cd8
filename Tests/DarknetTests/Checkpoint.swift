import Darknet
import Foundation
import TestSupport
import Testing

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

  func cfgText() throws -> String { try String(contentsOfFile: path(cfg), encoding: .utf8) }

  func open() throws -> WeightsFile {
    try WeightsFile(path: path(weights), network: network())
  }

  /// The weights with a network that need not be theirs.
  func open(for network: Network) throws(WeightsError) -> WeightsFile {
    try WeightsFile(path: (try? path(weights)) ?? weights, network: network)
  }

  func bytes() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(weights))))
  }
}

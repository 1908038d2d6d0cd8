import Darknet
import Foundation
import TestSupport
import Testing

/// A cfg and its weights.
struct Checkpoint: CustomTestStringConvertible, Sendable {
  /// The paths of the files.
  let cfg: String
  let weights: String

  var testDescription: String { weights }

  /// Every checkpoint there is: the real models, the detector of shapes, the conformance suite.
  static let all: [Checkpoint] =
    Fixtures.names(in: "models").compactMap { try? model($0) } + [shapes]
    + ConformanceNetwork.all.map(conformance)

  static let shapes = Checkpoint(
    cfg: Fixtures.root.appendingPathComponent("Cfg/shapes.cfg").path,
    weights: Fixtures.root.appendingPathComponent("Weights/shapes.weights").path)

  static func conformance(_ network: ConformanceNetwork) -> Checkpoint {
    Checkpoint(cfg: network.cfg, weights: network.weights)
  }

  /// A model of `shared`.
  static func model(_ name: String) throws -> Checkpoint {
    let folder = try Fixtures.folder("models/\(name)")
    return Checkpoint(cfg: folder.file("\(name).cfg"), weights: folder.file("\(name).weights"))
  }

  func network() throws -> Network { try Network.parse(path: cfg).get() }

  func cfgText() throws -> String { try String(contentsOfFile: cfg, encoding: .utf8) }

  func open() throws -> WeightsFile { try WeightsFile(path: weights, network: network()) }

  /// The weights with a network that need not be theirs.
  func open(for network: Network) throws(WeightsError) -> WeightsFile {
    try WeightsFile(path: weights, network: network)
  }

  func bytes() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: weights)))
  }
}

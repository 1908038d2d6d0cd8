import Darknet
import Foundation
import ImageSupport
import TestSupport

/// A checkpoint, an input, and what darknet computes from it.
struct ConversionCase: Sendable, CustomStringConvertible {
  let description: String
  let cfg: String
  let weights: String
  /// The folder of darknet's layers.
  let layers: FixtureFolder
  let input: @Sendable () throws -> [Float]

  /// Conformance networks without a state between runs, and one image of each real model.
  static let all: [ConversionCase] = conformance + models

  static let conformance: [ConversionCase] = ConformanceNetwork.feedForward.map { network in
    ConversionCase(
      description: network.name, cfg: network.cfg, weights: network.weights,
      layers: network.folder, input: { try network.input() })
  }

  static let models: [ConversionCase] = GoldenImage.all.map { golden in
    ConversionCase(
      description: golden.description, cfg: golden.cfg, weights: golden.weights,
      layers: golden.folder, input: { try golden.input() })
  }

  /// The layers whose outputs are the model's: those that heads read, or the last one.
  func outputLayers() throws -> [Layer] {
    let network = try Network.parse(path: cfg).get()
    let heads = network.layers.filter(\.isHead)
    guard heads.isEmpty else { return heads.map { network.layers[$0.index - 1] } }
    return network.layers.last { !($0.section is CostSection) }.map { [$0] } ?? []
  }

  /// Whether the network has detection heads.
  func isDetector() throws -> Bool {
    try Network.parse(path: cfg).get().layers.contains(where: \.isHead)
  }
}

extension Layer {
  fileprivate var isHead: Bool {
    section is YoloSection || section is GaussianYoloSection || section is RegionSection
      || section is DetectionSection
  }
}

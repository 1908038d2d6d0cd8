import Darknet
import Foundation
import Graph
import TestSupport
import Vision

extension ConformanceNetwork {
  /// The network as a graph.
  func graph() throws -> Graph {
    let network = try Network.parse(path: cfg).get()
    let graph = try Lowering.graph(
      of: network, parameters: WeightsFile(path: weights, network: network))
    try graph.validate()
    return graph
  }

  /// The layers whose results are a model's outputs: those that heads read, or the last one.
  func outputLayers() throws -> [Int] {
    let layers = try Network.parse(path: cfg).get().layers
    let heads = layers.filter(\.isHead)
    guard heads.isEmpty else { return heads.map { $0.index - 1 } }
    return layers.last { !($0.section is CostSection) }.map { [$0.index] } ?? []
  }

  /// Writes the input to calibrate with, of three channels as an image, rounded to 8 bits, else as a
  /// tensor; returns the path of a list.
  func writeImage(to folder: URL) throws -> String {
    let size = try Network.parse(path: cfg).get().net
    let values = try input()
    let isImage = size.channels == 3
    let image = folder.appendingPathComponent(isImage ? "image.png" : "input.f32").path
    if isImage {
      let plane = size.width * size.height
      let pixels = (0..<plane).flatMap { place in
        (0..<3).map { UInt8((values[$0 * plane + place] * 255).rounded()) }
      }
      try Image(width: size.width, height: size.height, pixels: pixels).write(to: image)
    } else {
      let bytes = values.withUnsafeBytes { Data($0) }
      try bytes.write(to: URL(fileURLWithPath: image))
    }
    let list = folder.appendingPathComponent("list")
    try Data("\(image)\n".utf8).write(to: list)
    return list.path
  }
}

extension Layer {
  fileprivate var isHead: Bool {
    section is YoloSection || section is GaussianYoloSection || section is RegionSection
      || section is DetectionSection
  }
}

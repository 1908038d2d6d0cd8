import Darknet
import Foundation

/// What darknet itself computed for a cfg, from `shared/darknet-cfg/expected` and the conformance
/// suite.
struct ExpectedLayers: Decodable {
  struct Net: Decodable {
    let w: Int
    let h: Int
    let c: Int
    let inputs: Int
  }

  struct Layer: Decodable {
    let i: Int
    let type: String
    let outW: Int
    let outH: Int
    let outC: Int
    let outputs: Int
    let bflops: Double
  }

  let net: Net
  let layers: [Layer]

  init(contentsOf url: URL) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(ExpectedLayers.self, from: Data(contentsOf: url))
  }

  /// The lines that differ from the network, empty when all is equal.
  ///
  /// darknet prints BFLOPs with six digits after the point, of a 32-bit float.
  func differences(from network: Network) -> [String] {
    var differences: [String] = []
    let input = (network.net.width, network.net.height, network.net.channels, network.net.inputs)
    if input != (net.w, net.h, net.c, net.inputs) { differences.append("input \(input)") }
    if layers.count != network.layers.count {
      differences.append("\(network.layers.count) layers, expected \(layers.count)")
    }
    for (ours, theirs) in zip(network.layers, layers) {
      let shape = ours.output
      let extents =
        shape.isVector ? (0, 0, 0) : (shape.channels, shape.height, shape.width)
      if extents != (theirs.outC, theirs.outH, theirs.outW) || shape.count != theirs.outputs {
        differences.append(
          "layer \(ours.index) \(ours.type): \(shape), expected "
            + "\(theirs.outW)x\(theirs.outH)x\(theirs.outC) = \(theirs.outputs)")
      }
      if theirs.type != "none", theirs.type != ours.type, ours.type != "reorg3d" {
        differences.append("layer \(ours.index) is \(ours.type), expected \(theirs.type)")
      }
      if abs(ours.darknetBFLOPs - theirs.bflops) > 0.5000001e-6 + theirs.bflops * 0x1p-23 {
        differences.append(
          "layer \(ours.index) \(ours.type): \(ours.darknetBFLOPs), expected \(theirs.bflops)")
      }
    }
    return differences
  }
}

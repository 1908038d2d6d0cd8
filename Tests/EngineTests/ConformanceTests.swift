import Darknet
import Engine
import Graph
import TestSupport
import Testing

/// The engine on darknet's own networks against what darknet computes.
@Suite struct ConformanceTests {
  /// |ours - darknet| <= 1e-4 max(1, |darknet|), as the conformance suite asks: both sides add the
  /// same floats in another order.
  static let tolerance: Float = 1e-4

  /// Networks with a state between runs, which are not lowered yet.
  static let recurrent: Set<String> = ["rnn", "gru", "lstm", "crnn", "conv_lstm"]

  static let feedForward = Fixtures.names(in: "conformance").filter { !recurrent.contains($0) }

  @Test(
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: feedForward)
  func everyLayerIsDarknets(name: String) throws {
    let folder = try Fixtures.folder("conformance/\(name)")
    let network = try Network.parse(path: folder.file("net.cfg")).get()
    let weights = try WeightsFile(path: folder.file("net.weights"), network: network)
    let graph = try Lowering.graph(of: network, parameters: weights)
    try graph.validate()
    let session = Session(try Plan(graph, observing: Set(graph.layerOutputs.values)))
    _ = try session.run([folder.floats("input.f32")])

    var compared = 0
    for layer in network.layers {
      guard let expected = folder.layer(layer.index) else { continue }
      let value = try #require(graph.layerOutputs[layer.index])
      var found = session.read(value)
      if name == "spp" { found = SkippedColumns.apply(to: found, of: layer, expected: expected) }
      let agreement = Agreement(found, expected)
      #expect(agreement.error <= Self.tolerance, "layer \(layer.index) \(layer.type): \(agreement)")
      compared += 1
    }
    // Nets with antialiasing hold the last layer alone.
    #expect(compared == network.layers.count || (compared == 1 && name.contains("antialias")))
  }

  @Test(
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: recurrent)
  func recurrentLayersAreRefusedByName(name: String) throws {
    let folder = try Fixtures.folder("conformance/\(name)")
    let network = try Network.parse(path: folder.file("net.cfg")).get()
    let weights = try WeightsFile(path: folder.file("net.weights"), network: network)
    let error = #expect(throws: LoweringError.self) {
      try Lowering.graph(of: network, parameters: weights)
    }
    #expect(error?.description.contains("[\(name)] has a state") == true)
  }

  @Test(
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: GoldenPicture.all)
  func headsOfRealModelsAreDarknets(golden: GoldenPicture) throws {
    let network = try Network.parse(path: golden.cfg).get()
    let weights = try WeightsFile(path: golden.weights, network: network)
    let graph = try Lowering.graph(of: network, parameters: weights)
    let layers = golden.layers
    #expect(!layers.isEmpty)
    let observed = layers.compactMap { graph.layerOutputs[$0.index] }
    let input = try golden.input()
    for exact in [true, false] {
      let session = Session(try Plan(graph, observing: Set(observed), exact: exact))
      _ = try session.run([input])
      for (layer, value) in zip(layers, observed) {
        let agreement = Agreement(session.read(value), layer.values)
        let tolerance = exact ? Self.tolerance : Self.transformTolerance
        #expect(
          agreement.error <= tolerance, "layer \(layer.index), exact \(exact): \(agreement)")
      }
    }
  }

  /// With Winograd's transform sums are taken of transformed numbers; head outputs stay
  /// within 1e-3.
  static let transformTolerance: Float = 1e-3
}

/// A fault of darknet's CPU build that the expected files of the net `spp` carry.
///
/// `forward_maxpool_layer_avx` (`gemm.c` at 59596d78) takes eight windows of stride 1 at once and
/// leaves out, for all eight, the columns that lie outside of the map for the first of them. So
/// the left columns of a pooled map are too small. Its GPU code, which trains the networks, has no
/// such fault, and neither have we.
enum SkippedColumns {
  /// Our output with darknet's in the columns that the fault reaches: the first eight of a pooled
  /// map, and of what is computed from it pixel by pixel.
  static func apply(to found: [Float], of layer: Layer, expected: [Float]) -> [Float] {
    guard [1, 3, 5, 6, 7].contains(layer.index), found.count == expected.count else {
      return found
    }
    let width = layer.output.width
    return found.indices.map { $0 % width < 8 ? expected[$0] : found[$0] }
  }

  /// Max pooling with stride 1 and the fault.
  static func pooled(
    _ map: [Float], channels: Int, height: Int, width: Int, size: Int
  ) -> [Float] {
    let before = (size - 1) / 2
    var result: [Float] = []
    for channel in 0..<channels {
      for y in 0..<height {
        for x in 0..<width {
          let first = x / 8 * 8 < width - 8 - (size - 1) ? x / 8 * 8 : x
          var largest = -Float.greatestFiniteMagnitude
          for row in max(0, y - before)..<min(height, y - before + size) {
            for tap in 0..<size where first - before + tap >= 0 {
              let column = x - before + tap
              if column < width {
                largest = max(largest, map[(channel * height + row) * width + column])
              }
            }
          }
          result.append(largest)
        }
      }
    }
    return result
  }
}

@Suite struct SkippedColumnsTests {
  @Test(
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: [(1, 5), (3, 9), (5, 13)])
  func explainDarknetsPooledMapsExactly(layer: Int, size: Int) throws {
    let folder = try Fixtures.folder("conformance/spp")
    let map = try #require(folder.layer(0))
    let expected = try #require(folder.layer(layer))
    let found = SkippedColumns.pooled(map, channels: 6, height: 16, width: 24, size: size)
    #expect(found == expected)
  }
}

import Darknet
import Engine
import Graph
import ImageSupport
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
    "Every layer of the conformance networks equals darknet's",
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
      let agreement = Agreement(session.read(value), expected)
      #expect(agreement.error <= Self.tolerance, "layer \(layer.index) \(layer.type): \(agreement)")
      compared += 1
    }
    // Nets with antialiasing hold the last layer alone.
    #expect(compared == network.layers.count || (compared == 1 && name.contains("antialias")))
  }

  @Test(
    "Recurrent layers are refused by name",
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
    "The heads of real models equal darknet's",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: GoldenImage.all)
  func headsOfRealModelsAreDarknets(golden: GoldenImage) throws {
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

import Darknet
import Engine
import Graph
import ImageSupport
import TestSupport
import Testing

/// The engine on trained models and photographs against what darknet computes.
@Suite struct GoldenImageTests {
  /// |ours - darknet| <= 1e-4 max(1, |darknet|): both sides add the same floats in another order.
  static let tolerance: Float = 1e-4

  @Test(
    "The heads of real models equal darknet's",
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

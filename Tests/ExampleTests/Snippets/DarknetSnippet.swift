import Darknet
import Graph
import Testing

extension Snippets {
  @Test func darknet() throws {
    let cfg = Sample.cfg
    let weights = Sample.weights
    // snippet.show
    let parsed = try Network.parse(path: cfg)
    for diagnostic in parsed.diagnostics { print(diagnostic) }
    let network = try parsed.get()
    for layer in network.layers {
      print(layer.index, layer.type, layer.output)
    }
    // The sizes of both files are compared to the last byte before anything is read.
    let file = try WeightsFile(path: weights, network: network)
    let graph = try Lowering.graph(of: network, parameters: file)
    // snippet.hide
    #expect(parsed.diagnostics.isEmpty)
    #expect(network.layers.count == 30)
    #expect(graph.contract.heads.count == 2)
  }
}

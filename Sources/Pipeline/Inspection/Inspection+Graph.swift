import Engine
import Graph

extension Inspection {
  /// Describes a graph, a row for each node.
  init(graph: Graph) {
    input = graph.contract.input.map {
      Extents(channels: $0.channels, height: $0.height, width: $0.width)
    }
    let images = graph.inputs.first.flatMap { graph[$0].type.shape.dimensions.first } ?? 1
    layers = graph.nodes.enumerated().map { index, node in
      let constants = node.inputs.compactMap { graph[$0].constant }
      return Row(
        index: index, type: type(of: node.operation).name, detail: node.name,
        input: Extents(node.inputs.first.map { graph[$0].type.shape }),
        output: Extents(node.outputs.first.map { graph[$0].type.shape }),
        parameters: constants.reduce(0) { $0 + $1.shape.count },
        multiplyAdds: graph.multiplyAdds(of: node) / max(images, 1), weights: nil,
        line: node.origin?.line)
    }
    let constants = graph.values.compactMap(\.constant)
    totals = Totals(
      parameters: constants.reduce(0) { $0 + $1.shape.count },
      multiplyAdds: layers.reduce(0) { $0 + $1.multiplyAdds },
      weightsBytes: constants.reduce(0) { $0 + $1.type.byteCount }, bflops: nil,
      activationBytes: (try? Plan(graph))?.arenaByteCount)
    diagnostics = []
  }
}

extension Inspection.Extents {
  /// The extents of one image; those that a shape lacks are 1.
  init(_ shape: Shape?) {
    let own = shape.map { Array($0.dimensions.dropFirst()) } ?? []
    self.init(
      channels: own.first ?? 1, height: own.count > 1 ? own[1] : 1,
      width: own.count > 2 ? own[2] : 1)
  }
}

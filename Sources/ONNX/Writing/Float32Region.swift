import Graph

/// The part of a float16 model that computes in float32: behind the raw heads, where suppression, which
/// takes float32 alone, reads the boxes, and where boxes are in pixels. Positions need the precision.
struct Float32Region {
  /// The nodes, by their positions.
  private(set) var nodes: Set<Int> = []
  /// What they compute.
  private(set) var values: Set<ValueID> = []
  /// The constants that nothing else reads, by their positions among the values.
  private(set) var constants: Set<Int> = []

  /// Nothing.
  init() {}

  /// Finds the part in a graph; it is empty where the form of the outputs does not ask for it, and
  /// there is no suppression.
  init(_ graph: Graph) {
    guard
      graph.contract.outputForm.layout.needsFloat32
        || graph.nodes.contains(where: { $0.operation is NonMaximumSuppression })
    else { return }
    let heads = Set(graph.contract.heads.compactMap { graph.layerOutputs[$0.layer - 1] })
    for (index, node) in graph.nodes.enumerated()
    where node.inputs.contains(where: { heads.contains($0) || values.contains($0) }) {
      nodes.insert(index)
      values.formUnion(node.outputs)
    }
    let readers = graph.nodes.enumerated().filter { !nodes.contains($0.offset) }
    let elsewhere = Set(readers.flatMap(\.element.inputs))
    let own = Set(nodes.flatMap { graph.nodes[$0].inputs }).filter {
      graph[$0].constant != nil && !elsewhere.contains($0)
    }
    constants = Set(own.map(\.index))
  }
}

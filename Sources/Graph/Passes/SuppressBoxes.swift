extension OutputForm {
  /// The passes that give a graph with raw heads outputs of this form.
  public func passes(_ suppression: NonMaximumSuppression) -> PassPipeline {
    switch self {
    case .raw: PassPipeline([])
    case .decoded: PassPipeline([DecodeHeads()])
    case .nms: PassPipeline([DecodeHeads(), SuppressBoxes(suppression)])
    }
  }
}

/// Appends non-maximum suppression to decoded heads.
///
/// Requires: the outputs are boxes and scores (`DecodeHeads`).
/// Ensures: a third output `selected`, see `NonMaximumSuppression`; the other two stay.
public struct SuppressBoxes: Pass {
  private let suppression: NonMaximumSuppression

  /// Creates the pass.
  public init(_ suppression: NonMaximumSuppression) { self.suppression = suppression }

  /// What must hold.
  public var requires: Set<GraphProperty> { [.headsAreDecoded] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.boxesAreSuppressed] }

  /// Adds the output.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard graph.contract.outputForm == .decoded, graph.outputs.count == 2 else { return false }
    let byClass = try graph.add(
      Transpose(permutation: [0, 2, 1]), [graph.outputs[1]], name: "scores_by_class")
    let selected = try graph.add(suppression, [graph.outputs[0], byClass], name: "selected")
    graph.outputs.append(selected)
    graph.contract.outputForm = .nms
    return true
  }
}

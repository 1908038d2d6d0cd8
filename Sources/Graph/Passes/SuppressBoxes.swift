/// Appends non-maximum suppression to decoded heads.
///
/// Requires: the outputs are boxes and scores (`DecodeHeads`).
/// Ensures: a third output `selected`, see `NonMaximumSuppression`; the other two stay.
public struct SuppressBoxes: Pass {
  private let suppression: NonMaximumSuppression

  /// Creates the pass.
  public init(_ suppression: NonMaximumSuppression) { self.suppression = suppression }

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

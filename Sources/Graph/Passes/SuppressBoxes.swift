/// Appends non-maximum suppression to decoded heads.
///
/// Requires: the outputs are boxes and scores (`DecodeHeads`).
/// Ensures: a third output `selected`, see `NonMaximumSuppression`; the other two stay.
public struct SuppressBoxes: Pass {
  private let suppression: NonMaximumSuppression

  /// Creates the pass; boxes are suppressed by their corners, whatever `suppression` says.
  public init(_ suppression: NonMaximumSuppression) { self.suppression = suppression }

  /// What must hold.
  public var requires: Set<GraphProperty> { [.headsAreDecoded] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.boxesAreSuppressed] }

  /// Adds the output.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard graph.contract.outputForm == .decoded, graph.outputs.count == 2 else { return false }
    let suppressed = try graph.addSuppression(
      suppression, ofCenters: graph.outputs[0], scores: graph.outputs[1])
    graph.outputs.append(suppressed.selected)
    graph.contract.outputForm = .nms
    return true
  }
}

extension Graph {
  /// Adds suppression by corners.
  ///
  /// - Parameters:
  ///   - boxes: [N, B, 4], by their centres.
  ///   - scores: [N, B, classes].
  /// - Returns: the corners [N, B, 4], the scores [N, classes, B], and the rows of what stays.
  mutating func addSuppression(
    _ suppression: NonMaximumSuppression, ofCenters boxes: ValueID, scores: ValueID
  ) throws(GraphError) -> (corners: ValueID, scores: ValueID, selected: ValueID) {
    let corners = try addCorners(of: boxes)
    let byClass = try add(
      Transpose(permutation: [0, 2, 1]), [scores], name: "scores_by_class")
    var suppression = suppression
    suppression.coding = .corners
    let selected = try add(suppression, [corners, byClass], name: "selected")
    return (corners, byClass, selected)
  }

  /// Left, top, right, bottom of boxes given by their centres.
  mutating func addCorners(of boxes: ValueID) throws(GraphError) -> ValueID {
    let parts = try addNode("box_parts", Split(axis: 2, sizes: [2, 2]), [boxes])
    let half = addConstant("box_half", Tensor(scalar: Float(0.5)))
    let halves = try add(Binary(.multiply), [parts[1], half], name: "box_halves")
    let low = try add(Binary(.subtract), [parts[0], halves], name: "box_low")
    let high = try add(Binary(.add), [parts[0], halves], name: "box_high")
    return try add(Concatenation(axis: 2), [low, high], name: "box_corners")
  }
}

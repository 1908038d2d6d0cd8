/// Appends the decoding of the detection heads, so that the graph yields boxes and scores.
///
/// Requires: the outputs are the raw tensors of `contract.heads`, in order.
/// Ensures: two outputs, `boxes` [N, B, 4] (centre x, y, width, height relative to the network
/// input) and `scores` [N, B, classes] (objectness times class score), the heads one after the
/// other and in each the cells row by row, the anchors of a cell together. Formulas: `Head`.
public struct DecodeHeads: Pass {
  /// Creates the pass.
  public init() {}

  /// Whether every head of the graph can be decoded: there is one, and all have the same classes. Where
  /// these are a tree the form must have a score for each: the best class of a box is never one that is
  /// a kind of another.
  public static func applies(to graph: Graph, as form: OutputForm = .decoded) -> Bool {
    let heads = graph.contract.heads
    guard let first = heads.first, graph.contract.input != nil,
      graph.contract.outputForm == .raw, graph.outputs.count == heads.count
    else { return false }
    if first.tree != nil, case .best? = form.layout.rows?.scores { return false }
    return heads.allSatisfy { $0.classes == first.classes && $0.tree == first.tree }
  }

  /// What must hold.
  public var requires: Set<GraphProperty> { [.headsAreDecodable] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.headsAreDecoded] }

  /// Replaces the outputs.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard DecodeHeads.applies(to: graph), let input = graph.contract.input else { return false }
    var boxes: [ValueID] = []
    var scores: [ValueID] = []
    for (head, raw) in zip(graph.contract.heads, graph.outputs) {
      var decoder = HeadDecoder(graph: graph, head: head, input: input)
      let decoded = try decoder.decode(raw)
      graph = decoder.graph
      boxes.append(decoded.boxes)
      scores.append(decoded.scores)
    }
    graph.outputs = [
      try graph.joinHeads(boxes, as: "boxes"), try graph.joinHeads(scores, as: "scores"),
    ]
    graph.contract.outputForm = .decoded
    return true
  }
}

extension Graph {
  /// The rows of all heads one after the other.
  mutating func joinHeads(_ parts: [ValueID], as name: String) throws(GraphError) -> ValueID {
    guard parts.count > 1 else {
      rename(parts[0], to: name)
      return parts[0]
    }
    return try add(Concatenation(axis: 1), parts, name: name)
  }
}

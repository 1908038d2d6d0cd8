extension OutputForm {
  /// The passes that give a graph with raw heads outputs of this form.
  public func passes(_ suppression: NonMaximumSuppression) -> PassPipeline {
    switch self {
    case .raw: PassPipeline([])
    case .decoded: PassPipeline([DecodeHeads()])
    case .nms: PassPipeline([DecodeHeads(), SuppressBoxes(suppression)])
    case .yolov5, .yolov8, .deepstream, .deepstreamCorners, .efficientnms:
      PassPipeline([ArrangeOutputs(self, suppression)])
    }
  }
}

/// Decodes the detection heads in pixels of the input and arranges what comes out as other programs
/// give or read it, see `OutputForm`.
///
/// Requires: the outputs are the raw tensors of `contract.heads`, in order.
/// Ensures: the outputs of the form, under its usual names; boxes in the order of `DecodeHeads`.
public struct ArrangeOutputs: Pass {
  private let form: OutputForm
  private let suppression: NonMaximumSuppression

  /// Creates the pass for a form that is not darknet's or ours.
  init(_ form: OutputForm, _ suppression: NonMaximumSuppression) {
    self.form = form
    self.suppression = suppression
  }

  /// What must hold.
  public var requires: Set<GraphProperty> { [.headsAreDecodable] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.outputsHaveForm(form)] }

  /// Replaces the outputs.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard DecodeHeads.applies(to: graph, as: form), let input = graph.contract.input else {
      return false
    }
    var boxes: [ValueID] = []
    var scores: [ValueID] = []
    for (head, raw) in zip(graph.contract.heads, graph.outputs) {
      var decoder = HeadDecoder(
        graph: graph, head: head, input: input, unit: .pixels,
        separatesObjectness: form == .yolov5)
      let decoded = try decoder.decode(raw)
      graph = decoder.graph
      boxes.append(decoded.boxes)
      scores.append(decoded.scores)
    }
    let joined = (
      boxes: try graph.joinHeads(boxes, as: "boxes"),
      scores: try graph.joinHeads(scores, as: "scores")
    )
    graph.outputs = try outputs(joined.boxes, joined.scores, in: &graph)
    graph.contract.outputForm = form
    return true
  }

  private func outputs(
    _ boxes: ValueID, _ scores: ValueID, in graph: inout Graph
  ) throws(GraphError) -> [ValueID] {
    switch form {
    case .raw, .decoded, .nms, .yolov5:
      return [try graph.add(Concatenation(axis: 2), [boxes, scores], name: "output0")]
    case .yolov8:
      let rows = try graph.add(Concatenation(axis: 2), [boxes, scores], name: "rows")
      return [try graph.add(Transpose(permutation: [0, 2, 1]), [rows], name: "output0")]
    case .deepstream, .deepstreamCorners:
      let best = try graph.addNode("best", TopK(count: 1, axis: 2), [scores])
      let index = try graph.add(Cast(.float32), [best[1]], name: "best_class")
      let coded = form == .deepstream ? boxes : try graph.addCorners(of: boxes)
      return [
        try graph.add(Concatenation(axis: 2), [coded, best[0], index], name: "output")
      ]
    case .efficientnms: return try selection(boxes, scores, in: &graph)
    }
  }

  /// The best boxes of each image that survive suppression, as many rows as there may be.
  ///
  /// Suppression gives rows for the whole batch, of which there are as many as there are. So the scores
  /// of what survives are put back to where they came from, with -1 everywhere else, and the largest are
  /// taken of each image: standard operators that carry any batch.
  private func selection(
    _ boxes: ValueID, _ scores: ValueID, in graph: inout Graph
  ) throws(GraphError) -> [ValueID] {
    let (boxCount, classes) = (graph[boxes].type.shape[1], graph[scores].type.shape[2])
    let limit = suppression.limit
    // Positions are computed in float32, a half added; beyond that they would not be exact.
    guard classes * boxCount + limit < 1 << 22 else {
      throw .operandsDoNotFit(
        node: "selected",
        reason: OperationError(
          "\(boxCount) boxes of \(classes) classes are more scores than the form "
            + "\(form.rawValue) can have, \(1 << 22)"))
    }
    let suppressed = try graph.addSuppression(suppression, ofCenters: boxes, scores: scores)
    let survivors = try graph.add(
      GatherND(), [suppressed.scores, suppressed.selected], name: "selected_scores")
    let none = try graph.add(
      Unary(.clip(lower: -1, upper: -1)), [suppressed.scores], name: "no_scores")
    let kept = try graph.add(
      ScatterND(), [none, suppressed.selected, survivors], name: "kept_scores")
    var flat = try graph.add(Reshape(target: [0, classes * boxCount]), [kept], name: "kept_flat")
    if classes * boxCount < limit {
      let pad = Pad(before: [0, 0], after: [0, limit - classes * boxCount], value: -1)
      flat = try graph.add(pad, [flat], name: "kept_padded")
    }
    let best = try graph.addNode("best", TopK(count: limit, axis: 1), [flat])

    // 1 for what was found, 0 for the rows that are left.
    let one = graph.addConstant("det_one", Tensor(scalar: Float(1)))
    let raised = try graph.add(Binary(.add), [best[0], one], name: "det_raised")
    let found = try graph.add(Unary(.clip(lower: 0, upper: 1)), [raised], name: "det_found")
    let sum = try graph.add(Reduction(.sum, axis: 1), [found], name: "det_sum")

    // A position is class * boxes + box.
    let position = try graph.add(Cast(.float32), [best[1]], name: "det_position")
    let half = graph.addConstant("det_half", Tensor(scalar: Float(0.5)))
    let count = graph.addConstant("det_boxes_per_class", Tensor(scalar: Float(boxCount)))
    let middle = try graph.add(Binary(.add), [position, half], name: "det_middle")
    let quotient = try graph.add(Binary(.divide), [middle, count], name: "det_quotient")
    let index = try graph.add(Unary(.floor), [quotient], name: "det_class")
    let before = try graph.add(Binary(.multiply), [index, count], name: "det_class_start")
    let box = try graph.add(Binary(.subtract), [position, before], name: "det_box")

    let number = try graph.add(Cast(.int64), [box], name: "det_box_index")
    let rows = try graph.add(Reshape(target: [0, limit, 1]), [number], name: "det_box_rows")
    let corners = try graph.add(
      GatherND(batchAxes: 1), [suppressed.corners, rows], name: "det_corners")
    let mask = try graph.add(Reshape(target: [0, limit, 1]), [found], name: "det_mask")
    let foundClass = try graph.add(Binary(.multiply), [index, found], name: "det_found_class")
    return [
      try graph.add(Cast(.int32), [sum], name: "num_dets"),
      try graph.add(Binary(.multiply), [corners, mask], name: "det_boxes"),
      try graph.add(Unary(.relu), [best[0]], name: "det_scores"),
      try graph.add(Cast(.int32), [foundClass], name: "det_classes"),
    ]
  }
}

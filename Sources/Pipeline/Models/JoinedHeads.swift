import Graph

/// Outputs of other converters that are decoded already: boxes and scores of all heads together, which
/// become the form that ours have (centre x, y, width, height as parts of the input; scores).
struct JoinedHeads {
  private enum Form {
    /// Boxes [N, B, 1, 4] or [N, B, 4] of corners as parts of the input, and scores [N, B, classes].
    case corners(boxes: ValueID, scores: ValueID)
    /// [N, B, 5 + classes]: centre and size in pixels of the input, objectness, classes.
    case rows(ValueID)
  }

  private let form: Form
  private let input: InputContract
  private let boxes: Int
  private let classes: Int

  /// Recognizes outputs by their shapes; nil where they are none of these.
  init?(_ graph: Graph, of contract: ForeignContract) {
    guard let input = contract.contract.input,
      let classes = contract.contract.heads.map(\.classes).max()
    else { return nil }
    let boxes = zip(contract.contract.heads, contract.shapes).reduce(0) { sum, head in
      sum + head.0.anchors.count * head.1[2] * head.1[3]
    }
    func output(_ extents: [Int]) -> ValueID? {
      graph.outputs.first { graph[$0].type.shape.dimensions.dropFirst() == extents[...] }
    }
    guard boxes > 0 else { return nil }
    if let corners = output([boxes, 1, 4]) ?? output([boxes, 4]),
      let scores = output([boxes, classes]),
      corners != scores
    {
      form = .corners(boxes: corners, scores: scores)
    } else if let rows = output([boxes, 5 + classes]) {
      form = .rows(rows)
    } else {
      return nil
    }
    self.input = input
    self.boxes = boxes
    self.classes = classes
  }

  /// What is assumed.
  var words: String {
    switch form {
    case .corners: "corners of boxes, as parts of the input, and scores of classes"
    case .rows: "centres and sizes in pixels of the input, objectness and classes"
    }
  }

  /// Makes boxes and scores the outputs.
  func apply(to graph: inout Graph) throws(GraphError) {
    switch form {
    case .corners(let corners, let scores):
      let flat = try graph.add(Reshape(target: [0, boxes, 4]), [corners], name: "corners")
      let low = try part(flat, 0, 2, "low", &graph)
      let high = try part(flat, 2, 4, "high", &graph)
      let size = try graph.add(Binary(.subtract), [high, low], name: "box_size")
      let sum = try graph.add(Binary(.add), [low, high], name: "box_sum")
      let half = graph.addConstant("box_half", Tensor(scalar: Float(0.5)))
      let centre = try graph.add(Binary(.multiply), [sum, half], name: "box_centre")
      graph.outputs = [
        try graph.add(Concatenation(axis: 2), [centre, size], name: "joined_boxes"), scores,
      ]
    case .rows(let rows):
      let pixels = try part(rows, 0, 4, "pixels", &graph)
      let objectness = try part(rows, 4, 5, "objectness", &graph)
      let each = try part(rows, 5, 5 + classes, "classes", &graph)
      let sides = [Float(input.width), Float(input.height)]
      let shape: Shape
      do throws(OperationError) { shape = try Shape([1, 1, 4]) } catch {
        throw .operandsDoNotFit(node: "box_sides", reason: error)
      }
      let scale = graph.addConstant(
        "box_sides", Tensor((sides + sides).map { 1 / $0 }, shape: shape))
      graph.outputs = [
        try graph.add(Binary(.multiply), [pixels, scale], name: "joined_boxes"),
        try graph.add(Binary(.multiply), [each, objectness], name: "joined_scores"),
      ]
    }
  }

  private func part(
    _ value: ValueID, _ start: Int, _ end: Int, _ label: String, _ graph: inout Graph
  ) throws(GraphError) -> ValueID {
    try graph.add(Slice(axis: 2, start: start, end: end), [value], name: "box_\(label)")
  }
}

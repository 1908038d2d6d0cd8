/// Adds the decoding of one head.
struct HeadDecoder {
  var graph: Graph
  let head: Head
  let input: InputContract
  /// What positions and sizes are measured in.
  var unit = BoxRows.Unit.input
  /// Whether scores stay two factors: the objectness, and behind it those of the classes.
  var separatesObjectness = false

  /// Boxes [N, B, 4] by their centres, and scores [N, B, classes]; with the objectness apart [N, B, 1 +
  /// classes].
  typealias Decoded = (boxes: ValueID, scores: ValueID)

  mutating func decode(_ raw: ValueID) throws(GraphError) -> Decoded {
    switch head.kind {
    case .yolo(let newCoordinates):
      let parts = try entries(of: raw, [2, 2, 1, head.classes])
      let xy = try positions(parts[0], isActivated: newCoordinates)
      let wh = try sizes(parts[1], isSquared: newCoordinates)
      let objectness = newCoordinates ? parts[2] : try add(Unary(.sigmoid), parts[2], as: "obj")
      let classes = newCoordinates ? parts[3] : try add(Unary(.sigmoid), parts[3], as: "cls")
      return (
        try concatenated([xy, wh], as: "boxes"), try scores(objectness, classes)
      )
    case .region(let softmax):
      let parts = try entries(of: raw, [2, 2, 1, head.classes])
      let xy = try positions(parts[0], isActivated: false)
      let wh = try sizes(parts[1], isSquared: false)
      let objectness = try add(Unary(.sigmoid), parts[2], as: "obj")
      let classes =
        if let tree = head.tree {
          try probabilities(of: tree, parts[3])
        } else {
          softmax ? try add(Softmax(axis: 2), parts[3], as: "cls") : parts[3]
        }
      return (
        try concatenated([xy, wh], as: "boxes"), try scores(objectness, classes)
      )
    case .gaussianYolo(let point): return try decodeGaussian(raw, point)
    case .detection(let side, let boxes, let squareRoot, let softmax):
      return try decodeDetection(
        raw, side: side, count: boxes, squareRoot: squareRoot, softmax: softmax)
    }
  }

  // MARK: Kinds

  private mutating func decodeGaussian(
    _ raw: ValueID, _ point: Head.BoxPoint
  ) throws(GraphError) -> Decoded {
    let parts = try entries(of: raw, [1, 1, 1, 1, 1, 1, 1, 1, 1, head.classes])
    var xy = try positions(try concatenated([parts[0], parts[2]], as: "xy"), isActivated: false)
    let wh = try sizes(try concatenated([parts[4], parts[6]], as: "wh"), isSquared: false)
    if point != .center {
      let half = try scaled(wh, by: point == .leftTop ? 0.5 : -0.5, as: "to_centre")
      xy = try add(Binary(.add), xy, half, as: "centre")
    }
    let sigmas = try concatenated([parts[1], parts[3], parts[5], parts[7]], as: "sigma_logits")
    let sigma = try add(Unary(.sigmoid), sigmas, as: "sigmas")
    let sum = try add(Reduction(.sum, axis: 2), sigma, as: "sigma_sum")
    let uncertainty = try scaled(sum, by: -0.25, as: "uncertainty")
    let certainty = try add(Binary(.add), uncertainty, scalar(1, as: "one"), as: "certainty")
    let objectness = try add(Unary(.sigmoid), parts[8], as: "obj")
    let classes = try add(Unary(.sigmoid), parts[9], as: "cls")
    let boxes = try concatenated([xy, wh], as: "boxes")
    if separatesObjectness {
      let certain = try add(Binary(.multiply), objectness, certainty, as: "certain")
      return (boxes, try scores(certain, classes))
    }
    let probability = try add(Binary(.multiply), objectness, classes, as: "probability")
    return (boxes, try add(Binary(.multiply), probability, certainty, as: "scores"))
  }

  private mutating func decodeDetection(
    _ raw: ValueID, side: Int, count: Int, squareRoot: Bool, softmax: Bool
  ) throws(GraphError) -> Decoded {
    let cells = side * side
    let flat = try add(Flatten(), raw, as: "flat")
    let parts = try graph.addNode(
      name("parts"),
      Split(axis: 1, sizes: [cells * head.classes, cells * count, cells * count * 4]), [flat])
    var classes = try add(
      Reshape(target: [0, cells, 1, head.classes]), parts[0], as: "cell_classes")
    if softmax { classes = try add(Softmax(axis: 3), classes, as: "cls") }
    let scores: ValueID
    if separatesObjectness {
      // The boxes of a cell share its classes.
      let repeated = try add(
        Concatenation(axis: 2), Array(repeating: classes, count: count), as: "box_classes")
      let rows = try add(
        Reshape(target: [0, cells * count, head.classes]), [repeated], as: "classes")
      let objectness = try add(Reshape(target: [0, cells * count, 1]), parts[1], as: "obj")
      scores = try self.scores(objectness, rows)
    } else {
      let objectness = try add(Reshape(target: [0, cells, count, 1]), parts[1], as: "obj")
      let product = try add(Binary(.multiply), objectness, classes, as: "product")
      scores = try add(
        Reshape(target: [0, cells * count, head.classes]), product, as: "scores")
    }
    let stored = try add(Reshape(target: [0, cells * count, 4]), parts[2], as: "stored")
    let halves = try graph.addNode(name("halves"), Split(axis: 2, sizes: [2, 2]), [stored])
    let xy = try positioned(halves[0], perCell: count)
    var wh =
      squareRoot ? try add(Binary(.multiply), halves[1], halves[1], as: "wh") : halves[1]
    if unit == .pixels {
      let sides = try constant(
        [Float(input.width), Float(input.height)], [1, 1, 2], as: "input_size")
      wh = try add(Binary(.multiply), wh, sides, as: "wh_size")
    }
    return (try concatenated([xy, wh], as: "boxes"), scores)
  }

  // MARK: Trees

  /// The probability of each class of a tree: a softmax for each group, times the probability of the
  /// parent (`softmax_tree`, `hierarchy_predictions`, `tree.c`).
  ///
  /// Each class takes over the product of the class it points at, and what that one points at, which
  /// doubles the length of the way that it has gone; a tree of depth d takes log2 d rounds.
  private mutating func probabilities(
    of tree: ClassTree, _ logits: ValueID
  ) throws(GraphError) -> ValueID {
    var groups = try graph.addNode(
      name("groups"), Split(axis: 2, sizes: tree.groups.map(\.count)), [logits])
    for index in groups.indices {
      groups[index] = try add(Softmax(axis: 2), groups[index], as: "group_\(index)")
    }
    var products = groups.count > 1 ? try concatenated(groups, as: "shares") : groups[0]
    var ancestors = tree.parents
    var round = 0
    while ancestors.contains(where: { $0 >= 0 }) {
      let label = "ancestors_\(round)"
      let picked = try add(
        Gather(axis: 2, indices: ancestors.map { max($0, 0) }), products, as: label)
      // Where no ancestor is left the factor is 1.
      let kept = try constant(
        ancestors.map { $0 < 0 ? 0 : 1 }, [1, 1, ancestors.count], as: "\(label)_kept")
      let ones = try constant(
        ancestors.map { $0 < 0 ? 1 : 0 }, [1, 1, ancestors.count], as: "\(label)_ones")
      let masked = try add(Binary(.multiply), picked, kept, as: "\(label)_masked")
      let factors = try add(Binary(.add), masked, ones, as: "\(label)_factors")
      products = try add(Binary(.multiply), products, factors, as: "\(label)_products")
      ancestors = ancestors.map { $0 < 0 ? -1 : ancestors[$0] }
      round += 1
    }
    return products
  }

  // MARK: Parts

  private mutating func scores(
    _ objectness: ValueID, _ classes: ValueID
  ) throws(GraphError) -> ValueID {
    separatesObjectness
      ? try concatenated([objectness, classes], as: "scores")
      : try add(Binary(.multiply), objectness, classes, as: "scores")
  }

  /// [N, A · E, H, W] as [N, H · W · A, E], cut into entries.
  private mutating func entries(
    of raw: ValueID, _ sizes: [Int]
  ) throws(GraphError) -> [ValueID] {
    let count = sizes.reduce(0, +)
    let (anchors, cells) = (head.anchors.count, head.gridWidth * head.gridHeight)
    let planes = try add(Reshape(target: [0, anchors, count, cells]), raw, as: "planes")
    let perCell = try add(Transpose(permutation: [0, 3, 1, 2]), planes, as: "per_cell")
    let rows = try add(Reshape(target: [0, cells * anchors, count]), perCell, as: "rows")
    return try graph.addNode(name("entries"), Split(axis: 2, sizes: sizes), [rows])
  }

  private mutating func positions(
    _ logits: ValueID, isActivated: Bool
  ) throws(GraphError) -> ValueID {
    var xy = isActivated ? logits : try add(Unary(.sigmoid), logits, as: "xy_logistic")
    if head.scaleXY != 1 {
      xy = try scaled(xy, by: head.scaleXY, as: "xy_stretched")
      xy = try add(
        Binary(.add), xy, scalar(-0.5 * (head.scaleXY - 1), as: "xy_offset"), as: "xy_in_cell")
    }
    return try positioned(xy, perCell: head.anchors.count)
  }

  /// From positions within a cell to positions in the input.
  private mutating func positioned(
    _ inCell: ValueID, perCell: Int
  ) throws(GraphError) -> ValueID {
    var corners: [Float] = []
    for row in 0..<head.gridHeight {
      for column in 0..<head.gridWidth {
        for _ in 0..<perCell { corners += [Float(column), Float(row)] }
      }
    }
    let grid = try constant(corners, [1, corners.count / 2, 2], as: "grid")
    let sum = try add(Binary(.add), inCell, grid, as: "xy_in_grid")
    let (columns, rows) = (Float(head.gridWidth), Float(head.gridHeight))
    switch unit {
    case .input:
      let extent = try constant([columns, rows], [1, 1, 2], as: "grid_size")
      return try add(Binary(.divide), sum, extent, as: "xy_position")
    case .pixels:
      let stride = try constant(
        [Float(input.width) / columns, Float(input.height) / rows], [1, 1, 2], as: "stride")
      return try add(Binary(.multiply), sum, stride, as: "xy_position")
    }
  }

  private mutating func sizes(
    _ entries: ValueID, isSquared: Bool
  ) throws(GraphError) -> ValueID {
    let cells = head.gridWidth * head.gridHeight
    let one = head.anchors.flatMap { anchor in
      switch unit {
      case .input: [anchor.width / Float(input.width), anchor.height / Float(input.height)]
      case .pixels: [anchor.width, anchor.height]
      }
    }
    // (2 x)² times the anchor, or e^x times the anchor.
    let priors = (0..<cells).flatMap { _ in isSquared ? one.map { 4 * $0 } : one }
    let anchors = try constant(priors, [1, priors.count / 2, 2], as: "anchors")
    let factor =
      isSquared
      ? try add(Binary(.multiply), entries, entries, as: "wh_squared")
      : try add(Unary(.exponential), entries, as: "wh_exp")
    return try add(Binary(.multiply), factor, anchors, as: "wh_size")
  }

  // MARK: Nodes

  private func name(_ suffix: String) -> String {
    let digits = String(head.layer)
    let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
    return "head_\(zeros)\(digits)_\(suffix)"
  }

  private mutating func add(
    _ operation: any Operation, _ operands: ValueID..., as suffix: String
  ) throws(GraphError) -> ValueID {
    try add(operation, operands, as: suffix)
  }

  private mutating func add(
    _ operation: any Operation, _ operands: [ValueID], as suffix: String
  ) throws(GraphError) -> ValueID {
    try graph.add(operation, operands, name: name(suffix), origin: Origin(layer: head.layer))
  }

  private mutating func concatenated(
    _ parts: [ValueID], as suffix: String
  ) throws(GraphError) -> ValueID {
    try graph.add(
      Concatenation(axis: 2), parts, name: name(suffix), origin: Origin(layer: head.layer))
  }

  private mutating func scalar(_ value: Float, as suffix: String) -> ValueID {
    graph.addConstant(name(suffix), Tensor(scalar: value))
  }

  private mutating func scaled(
    _ value: ValueID, by factor: Float, as suffix: String
  ) throws(GraphError) -> ValueID {
    let constant = scalar(factor, as: "\(suffix)_factor")
    return try add(Binary(.multiply), value, constant, as: suffix)
  }

  private mutating func constant(
    _ elements: [Float], _ dimensions: [Int], as suffix: String
  ) throws(GraphError) -> ValueID {
    do throws(OperationError) {
      return graph.addConstant(
        name(suffix), Tensor(elements, shape: try Shape(dimensions)))
    } catch {
      throw .operandsDoNotFit(node: name(suffix), reason: error)
    }
  }
}

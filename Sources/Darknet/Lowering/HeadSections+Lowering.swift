import Graph

/// Detection heads: the tensor they read becomes an output of the graph with its contract, and
/// what darknet's layer computes from it becomes the layer's own value.

extension YoloSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let raw = lowering.current
    lowering.addHead(
      Head(
        layer: layer.index, kind: .yolo(newCoordinates: newCoordinates), classes: classes,
        anchors: anchors.map { .init(width: $0.width, height: $0.height) },
        gridWidth: layer.input.width, gridHeight: layer.input.height, scaleXY: scaleXY,
        suppression: suppression.suppression(beta: betaNMS)), reading: raw)
    var parts: [ValueID] = []
    let sizes = Array(repeating: [2, 2, 1 + classes], count: mask.count).flatMap { $0 }
    let entries = try lowering.split(raw, axis: 1, sizes, as: "entries")
    for anchor in mask.indices {
      let (xy, wh, scores) = (
        entries[3 * anchor], entries[3 * anchor + 1], entries[3 * anchor + 2]
      )
      parts.append(try lowering.cellPosition(xy, scaleXY: scaleXY, logistic: !newCoordinates))
      parts.append(wh)
      parts.append(
        newCoordinates ? scores : try lowering.add(Unary(.sigmoid), scores, as: "scores"))
    }
    lowering.current = try lowering.add(Concatenation(axis: 1), all: parts, as: "yolo")[0]
    return lowering.current
  }
}

extension GaussianYoloSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let raw = lowering.current
    lowering.addHead(
      Head(
        layer: layer.index, kind: .gaussianYolo(point: point.boxPoint), classes: classes,
        anchors: anchors.map { .init(width: $0.width, height: $0.height) },
        gridWidth: layer.input.width, gridHeight: layer.input.height, scaleXY: scaleXY,
        suppression: suppression.suppression(beta: betaNMS)), reading: raw)
    // x, σx, y, σy, w, σw, h, σh, objectness and classes.
    let perAnchor = [1, 1, 1, 1, 1, 1, 1, 1, 1 + classes]
    let sizes = Array(repeating: perAnchor, count: mask.count).flatMap { $0 }
    let entries = try lowering.split(raw, axis: 1, sizes, as: "entries")
    var parts: [ValueID] = []
    for (position, entry) in entries.enumerated() {
      switch position % perAnchor.count {
      case 0, 2: parts.append(try lowering.cellPosition(entry, scaleXY: scaleXY, logistic: true))
      case 4, 6: parts.append(entry)
      default: parts.append(try lowering.add(Unary(.sigmoid), entry, as: "logistic"))
      }
    }
    lowering.current = try lowering.add(Concatenation(axis: 1), all: parts, as: "yolo")[0]
    return lowering.current
  }
}

extension RegionSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let tree = try tree.map { name throws(LoweringError) in
      try lowering.tree(name, of: classes)
    }
    let raw = lowering.current
    let (width, height) = (layer.input.width, layer.input.height)
    // Region anchors count grid cells.
    let cellWidth = Float(lowering.network.net.width) / Float(width)
    let cellHeight = Float(lowering.network.net.height) / Float(height)
    var head = Head(
      layer: layer.index, kind: .region(softmax: softmax), classes: classes,
      anchors: anchors.map {
        .init(width: $0.width * cellWidth, height: $0.height * cellHeight)
      },
      gridWidth: width, gridHeight: height)
    head.tree = tree
    lowering.addHead(head, reading: raw)
    let entries = coordinates + 1 + classes
    let cells = width * height
    let planes = try lowering.add(
      Reshape(target: [0, anchors.count, entries, cells]), raw, as: "planes")
    // darknet's output is cell by cell.
    let perCell = try lowering.add(
      Transpose(permutation: [0, 3, 1, 2]), planes, as: "per_cell")
    let parts = try lowering.split(perCell, axis: 3, [coordinates, 1, classes], as: "entries")
    let objectness = try lowering.add(Unary(.sigmoid), parts[1], as: "objectness")
    var scores = parts[2]
    if let tree {
      scores = try lowering.softmax(scores, over: tree, axis: 3)
    } else if softmax {
      scores = try lowering.add(Softmax(axis: 3), scores, as: "scores")
    }
    let joined = try lowering.add(
      Concatenation(axis: 3), all: [parts[0], objectness, scores], as: "joined")[0]
    lowering.current = try lowering.add(
      Reshape(target: [0, anchors.count * entries, height, width]), joined, as: "region")
    return lowering.current
  }
}

extension DetectionSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let raw = lowering.current
    lowering.addHead(
      Head(
        layer: layer.index,
        kind: .detection(
          side: side, boxes: boxes, squareRoot: squareRoot, softmax: softmax),
        classes: classes, anchors: [], gridWidth: side, gridHeight: side), reading: raw)
    guard softmax else { return raw }
    let count = lowering.shape(raw).dimensions.dropFirst().reduce(1, *)
    let scoreCount = side * side * classes
    let flat = try lowering.add(Flatten(), raw, as: "flat")
    let parts = try lowering.split(flat, axis: 1, [scoreCount, count - scoreCount], as: "parts")
    let perCell = try lowering.add(
      Reshape(target: [0, side * side, classes]), parts[0], as: "per_cell")
    let scores = try lowering.add(Softmax(axis: 2), perCell, as: "scores")
    let flatScores = try lowering.add(Flatten(), scores, as: "flat_scores")
    let joined = try lowering.add(
      Concatenation(axis: 1), all: [flatScores, parts[1]], as: "joined")[0]
    lowering.current = try lowering.add(
      Reshape(target: [0, count, 1, 1]), joined, as: "detection")
    return lowering.current
  }
}

extension Lowering {
  fileprivate mutating func addHead(_ head: Head, reading value: ValueID) {
    graph.contract.heads.append(head)
    graph.outputs.append(value)
  }

  /// Positions within a cell: scale · x - (scale - 1) / 2 after the logistic function
  /// (`scal_add_cpu`).
  fileprivate mutating func cellPosition(
    _ value: ValueID, scaleXY: Float, logistic: Bool
  ) throws(LoweringError) -> ValueID {
    let position = logistic ? try add(Unary(.sigmoid), value, as: "position") : value
    let stretched = try scaled(position, by: scaleXY, as: "stretched")
    return try shifted(stretched, by: -0.5 * (scaleXY - 1), as: "cell_position")
  }
}

extension SuppressionKind {
  fileprivate func suppression(beta: Float) -> Head.Suppression {
    switch self {
    case .default: .greedy
    case .greedy: .greedyDistance
    case .distance: .distance(beta: beta)
    case .corners: .corners
    }
  }
}

extension GaussianYoloSection.Point {
  fileprivate var boxPoint: Head.BoxPoint {
    switch self {
    case .center: .center
    case .leftTop: .leftTop
    case .rightBottom: .rightBottom
    }
  }
}

import Graph

/// `UpsampleNearest` and `Resize`, or the `Upsample` of old, by whole factors along rows and columns.
///
/// Written with `asymmetric` coordinates rounded down: result cell i is operand cell
/// floor(i / scale), as in darknet's `upsample_cpu`.
enum ResizeMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Resize", "Upsample"]

  static func write(_ operation: UpsampleNearest, _ node: NodeToWrite, to file: inout FileGraph) {
    let factors = [1, 1, Float(operation.scale.height), Float(operation.scale.width)]
    let scales = file.numbers("scales", factors, of: node)
    file.add(
      "Resize", node, inputs: node.inputs + ["", scales],
      attributes: [
        .word("coordinate_transformation_mode", "asymmetric"), .word("mode", "nearest"),
        .word("nearest_mode", "floor"),
      ])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operand = try graph.operand(0, of: node)
    let shape = graph.type(operand).shape
    try node.expect("mode", "nearest")
    // What only other modes use.
    for unused in ["cubic_coeff_a", "extrapolation_value"] { _ = try node.number(unused) }
    for unused in ["exclude_outside", "antialias"] { _ = try node.integer(unused) }
    _ = try node.word("keep_aspect_ratio_policy")
    let factors = try factors(of: &node, shape, graph)
    guard shape.rank == 4, factors.count == 4, factors[0] == 1, factors[1] == 1,
      factors[2] >= 1, factors[3] >= 1, try node.integers("axes") == nil
    else {
      throw node.operandProblem(
        "resizes \(shape) by \(factors); only whole factors of the last two of four axes can be "
          + "expressed")
    }
    // The old operator rounds down from the cell's corner.
    if node.type != "Upsample" {
      try checkCoordinates(of: &node, largestFactor: max(factors[2], factors[3]))
    }
    let scale = Extent2D(height: factors[2], width: factors[3])
    try graph.add(UpsampleNearest(scale: scale), [operand], for: node)
  }

  /// The whole factors, from the operand with scales or that with sizes; 0 for what is not whole.
  private static func factors(
    of node: inout NodeToRead, _ shape: Shape, _ graph: GraphBuilder
  ) throws(ONNXError) -> [Int] {
    if let scales = try node.numbers("scales") { return scales.map { Int(exactly: $0) ?? 0 } }
    let scalesIndex = node.opset < 11 || node.type == "Upsample" ? 1 : 2
    if node.hasInput(scalesIndex) {
      let scales = try graph.numbers(scalesIndex, of: node)
      if !scales.isEmpty { return scales.map { Int(exactly: $0) ?? 0 } }
    }
    guard node.hasInput(3) else { return [] }
    let sizes = try graph.integers(3, of: node)
    return zip(sizes, shape.dimensions).map { size, extent in
      size % extent == 0 ? size / extent : 0
    }
  }

  /// Accepts the ways of rounding that pick floor(i / scale) for whole factors: rounding down from
  /// the cell's corner, or to the nearest from the cell's centre. To the nearest from the corner is
  /// the same up to a factor of 2, if halves go down.
  private static func checkCoordinates(
    of node: inout NodeToRead, largestFactor: Int
  ) throws(ONNXError) {
    let isOld = node.opset < 11
    let coordinates =
      try node.word("coordinate_transformation_mode") ?? (isOld ? "asymmetric" : "half_pixel")
    let rounding = try node.word("nearest_mode") ?? (isOld ? "floor" : "round_prefer_floor")
    let isNearest = rounding == "round_prefer_floor" || rounding == "round_prefer_ceil"
    switch (coordinates, rounding) {
    case ("asymmetric", "floor"): return
    case ("asymmetric", "round_prefer_floor") where largestFactor <= 2: return
    case ("half_pixel", _) where isNearest: return
    default:
      throw node.problem(
        "nearest_mode", "is \(rounding) with \(coordinates) coordinates, which cannot be expressed")
    }
  }
}

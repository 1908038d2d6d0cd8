import Graph

/// `Slice` along one axis, and the operator of that name along any number of them with step 1.
enum SliceMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Slice"]

  static func write(_ operation: Slice, _ node: NodeToWrite, to file: inout FileGraph) {
    let starts = file.integers("starts", [operation.start], of: node)
    let ends = file.integers("ends", [operation.end], of: node)
    let axes = file.integers("axes", [operation.axis], of: node)
    file.add("Slice", node, inputs: node.inputs + [starts, ends, axes])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operand = try graph.operand(0, of: node)
    let starts = try graph.parameter(1, "starts", of: &node) ?? []
    let ends = try graph.parameter(2, "ends", of: &node) ?? []
    let axes = try graph.parameter(3, "axes", of: &node) ?? Array(starts.indices)
    let steps = try graph.parameter(4, "steps", of: &node) ?? []
    guard !starts.isEmpty, starts.count == ends.count, starts.count == axes.count,
      steps.allSatisfy({ $0 == 1 })
    else {
      throw node.operandProblem(
        "slices \(starts) to \(ends) of axes \(axes) with steps \(steps); only steps of 1 can be "
          + "expressed")
    }
    var current = operand
    for (index, axis) in axes.enumerated() {
      let shape = graph.type(current).shape
      let positive = axis < 0 ? axis + shape.rank : axis
      guard (0..<shape.rank).contains(positive) else {
        throw node.operandProblem("slices axis \(axis) of shape \(shape)")
      }
      let extent = shape[positive]
      let bounds = [starts[index], ends[index]].map {
        min(max($0 < 0 ? $0 + extent : $0, 0), extent)
      }
      let slice = Slice(axis: axis, start: bounds[0], end: bounds[1])
      if index == axes.count - 1 {
        try graph.add(slice, [current], for: node)
      } else {
        current = try graph.addPart(slice, [current], "axis\(positive)", of: node)
      }
    }
  }
}

import Graph

/// `Reduction` along one axis; `ReduceSum` and `ReduceMax` along any number of them, axes kept.
///
/// The axes are an operand of `ReduceSum` from operator set 13 on and of `ReduceMax` from 18 on;
/// before they are an attribute.
enum ReductionMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["ReduceSum", "ReduceMax"]

  static func write(_ operation: Reduction, _ node: NodeToWrite, to file: inout FileGraph) {
    let keep = Onnx_AttributeProto.integer("keepdims", 1)
    switch operation.function {
    case .maximum where file.opset < 18:
      let axes = Onnx_AttributeProto.integers("axes", [operation.axis])
      file.add("ReduceMax", node, attributes: [axes, keep])
    case .maximum, .sum:
      let axes = file.integers("axes", [operation.axis], of: node)
      let name: OperatorName = operation.function == .sum ? "ReduceSum" : "ReduceMax"
      file.add(name, node, inputs: node.inputs + [axes], attributes: [keep])
    }
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let function: Reduction.Function = node.type == "ReduceSum" ? .sum : .maximum
    try node.expect("keepdims", 1)
    try node.expect("noop_with_empty_axes", 0)
    var current = try graph.operand(0, of: node)
    let all = Array(0..<graph.type(current).shape.rank)
    let axes = try graph.parameter(1, "axes", of: &node) ?? all
    guard let last = axes.last else { throw node.operandProblem("reduces no axis") }
    for axis in axes.dropLast() {
      current = try graph.addPart(
        Reduction(function, axis: axis), [current], "axis\(axis)", of: node)
    }
    try graph.add(Reduction(function, axis: last), [current], for: node)
  }
}

import Graph

/// `NonMaximumSuppression` and `NonMaxSuppression`.
///
/// Corners stand in ONNX as y, x, y, x; which axis comes first changes no overlap.
enum NonMaxSuppressionMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["NonMaxSuppression"]

  static func write(
    _ operation: NonMaximumSuppression, _ node: NodeToWrite, to file: inout FileGraph
  ) {
    let limit = file.integers("max_output_boxes_per_class", [operation.limit], of: node)
    let overlap = file.numbers("iou_threshold", [operation.overlap], of: node)
    let threshold = file.numbers("score_threshold", [operation.threshold], of: node)
    file.add(
      "NonMaxSuppression", node, inputs: node.inputs + [limit, overlap, threshold],
      attributes: operation.coding == .centers ? [.integer("center_point_box", 1)] : [])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    let coding: BoxCoding
    switch try node.integer("center_point_box") ?? 0 {
    case 0: coding = .corners
    case 1: coding = .centers
    case let other: throw node.problem("center_point_box", "is \(other); known are 0 and 1")
    }
    let operands = [try graph.operand(0, of: node), try graph.operand(1, of: node)]
    let limit = node.hasInput(2) ? try graph.integers(2, of: node).first ?? 0 : 0
    let overlap = node.hasInput(3) ? try graph.number(3, of: node) : 0
    let threshold =
      node.hasInput(4) ? try graph.number(4, of: node) : -Float.greatestFiniteMagnitude
    try graph.add(
      NonMaximumSuppression(
        limit: limit, overlap: overlap, threshold: threshold, coding: coding), operands,
      for: node)
  }
}

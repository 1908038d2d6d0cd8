import Graph

/// `Reshape` and the operator of that name with a constant shape, in which 0 copies an extent; and
/// those that add or remove axes of one element.
enum ReshapeMapping: OperatorWriting, OperatorReading {
  static let operators: [OperatorName] = ["Reshape", "Unsqueeze", "Squeeze"]

  static func write(_ operation: Reshape, _ node: NodeToWrite, to file: inout FileGraph) {
    let shape = file.integers("shape", operation.target, of: node)
    file.add("Reshape", node, inputs: node.inputs + [shape])
  }

  static func read(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) {
    guard node.type == "Reshape" else { return try readAxes(&node, &graph) }
    let target = try graph.integers(1, of: node)
    let allowsZero = try node.integer("allowzero") ?? 0
    guard allowsZero == 0 || !target.contains(0) else {
      throw node.problem("allowzero", "is \(allowsZero); a result without elements cannot be held")
    }
    try graph.add(Reshape(target: target), [try graph.operand(0, of: node)], for: node)
  }

  /// Axes are an operand from operator set 13 on, and an attribute before.
  private static func readAxes(
    _ node: inout NodeToRead, _ graph: inout GraphBuilder
  ) throws(ONNXError) {
    let operand = try graph.operand(0, of: node)
    var extents = graph.type(operand).shape.dimensions
    let axes = try graph.parameter(1, "axes", of: &node)
    let adds = node.type == "Unsqueeze"
    let rank = adds ? extents.count + (axes?.count ?? 0) : extents.count
    var places: [Int] = []
    for axis in axes ?? extents.indices.filter({ extents[$0] == 1 }) {
      let place = axis < 0 ? axis + rank : axis
      guard (0..<rank).contains(place), !places.contains(place), adds || extents[place] == 1 else {
        throw node.operandProblem("cannot \(adds ? "add" : "remove") axis \(axis) of \(extents)")
      }
      places.append(place)
    }
    if adds {
      for place in places.sorted() { extents.insert(1, at: place) }
    } else {
      for place in places.sorted(by: >) { extents.remove(at: place) }
    }
    // The batch stays what it is where its axis is not touched.
    if !places.contains(0), !extents.isEmpty { extents[0] = 0 }
    try graph.add(Reshape(target: extents), [operand], for: node)
  }
}

import Graph

/// The first thing in which two networks differ, for people.
enum GraphDifference {
  /// A sentence; nil when both compute the same in the same words.
  static func first(_ a: Graph, _ b: Graph) -> String? {
    for (what, first, second) in [("input", a.inputs, b.inputs), ("output", a.outputs, b.outputs)] {
      let names = (first.map { describe($0, a) }, second.map { describe($0, b) })
      if names.0 != names.1 {
        return "the \(what)s are \(names.0.joined(separator: ", ")), not "
          + names.1.joined(separator: ", ")
      }
    }
    for (first, second) in zip(a.nodes, b.nodes) {
      if first.name != second.name { return "node \(second.name) stands where \(first.name) was" }
      let operations = ("\(first.operation)", "\(second.operation)")
      if operations.0 != operations.1 {
        return "node \(first.name) is \(operations.0), not \(operations.1)"
      }
      if let difference = operands(first, a, second, b) { return difference }
    }
    if a.nodes.count != b.nodes.count {
      return "there are \(a.nodes.count) nodes, not \(b.nodes.count)"
    }
    if a.contract != b.contract { return "the metadata of input, heads, names or sources differ" }
    if a.requantization != b.requantization {
      return "the requantization is \(a.requantization.rawValue), not \(b.requantization.rawValue)"
    }
    if a.layerFactors != b.layerFactors { return "the metadata of layers differ" }
    return nil
  }

  private static func operands(
    _ first: Node, _ a: Graph, _ second: Node, _ b: Graph
  ) -> String? {
    guard first.inputs.count == second.inputs.count else {
      return "node \(first.name) reads \(first.inputs.count) tensors, not \(second.inputs.count)"
    }
    for (x, y) in zip(first.inputs, second.inputs) {
      if describe(x, a) != describe(y, b) {
        return "node \(first.name) reads \(describe(x, a)), not \(describe(y, b))"
      }
      guard let before = a[x].constant, let after = b[y].constant else { continue }
      if let place = difference(before, after) {
        return "tensor \(a[x].name) of node \(first.name) differs first in byte \(place)"
      }
    }
    return nil
  }

  private static func describe(_ id: ValueID, _ graph: Graph) -> String {
    "\(graph[id].name) \(graph[id].type)"
  }

  /// The first byte in which two tensors of the same type differ.
  private static func difference(_ a: Tensor, _ b: Tensor) -> Int? {
    a.buffer.withUnsafeBytes { first in
      b.buffer.withUnsafeBytes { second in
        guard !first.elementsEqual(second) else { return nil }
        return zip(first, second).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
      }
    }
  }
}

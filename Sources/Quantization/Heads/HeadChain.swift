import Graph

/// The convolution in front of an output, and the element-wise functions between the two.
struct HeadChain {
  /// The position of the convolution among the nodes.
  let convolution: Int
  /// The positions of the functions, in order.
  let functions: [Int]

  /// Finds the chain that ends in a value, if nothing else reads what lies on the way.
  ///
  /// - Parameter readers: the nodes that read the last value; an output is read by the caller alone.
  init?(to output: ValueID, in graph: Graph, reads: [ValueID: Int], readers: Int = 0) {
    var value = output
    var functions: [Int] = []
    while let index = graph.nodes.lastIndex(where: { $0.outputs.contains(value) }) {
      let node = graph.nodes[index]
      guard reads[value, default: 0] == (value == output ? readers : 1) else { return nil }
      if node.operation is Unary {
        functions.insert(index, at: 0)
        value = node.inputs[0]
        continue
      }
      guard node.operation is Convolution, graph[node[.filters]].constant != nil,
        node.operand(.bias).map({ graph[$0].constant != nil }) ?? true
      else { return nil }
      convolution = index
      self.functions = functions
      return
    }
    return nil
  }
}

extension Graph {
  /// How many nodes read each value.
  var readCounts: [ValueID: Int] {
    var counts: [ValueID: Int] = [:]
    for node in nodes { for input in node.inputs { counts[input, default: 0] += 1 } }
    return counts
  }
}

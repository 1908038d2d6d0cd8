import Graph

/// Leaky ReLUs between quantized values.
extension EncodingChoice {
  /// Gives leaky ReLUs one scale on both sides where that measures less noise.
  mutating func alignActivations() {
    guard options.isActivationAware, options.ranges == .mse, search.form.isFree,
      search.form.element.isByte
    else { return }
    var functions: [ValueID: [Node]] = [:]
    for (index, node) in plan.graph.nodes.enumerated()
    where plan.isInteger[index] && plan.stored.contains(node.inputs[0]) {
      if case .leakyRelu = (node.operation as? Unary)?.function {
        functions[classes.root(of: node.outputs[0]), default: []].append(node)
      }
    }
    for after in functions.keys.sorted(by: { $0.index < $1.index }) {
      align(functions[after] ?? [], after)
    }
  }

  /// Tries scales for all leaky ReLUs that end in a class.
  private mutating func align(_ nodes: [Node], _ after: ValueID) {
    var alignments: [(before: ValueID, alignment: LeakyAlignment)] = []
    var noise = 0.0
    for node in nodes {
      let before = classes.root(of: node.inputs[0])
      guard case .leakyRelu(let slope) = (node.operation as? Unary)?.function, slope > 0,
        before != after, members[before] == [node.inputs[0]],
        plan.readers[node.inputs[0]]?.count == 1, let histogram = histograms[node.inputs[0]],
        let first = chosen[before], let second = chosen[after]
      else { return }
      let alignment = LeakyAlignment(slope: slope, histogram: histogram)
      noise += alignment.noise(first, second)
      alignments.append((before, alignment))
    }
    // Classes with other producers have ranges that these functions do not tell.
    guard let second = chosen[after], isComputed(after, by: nodes) else { return }
    for step in -6...18 {
      let scale = second.scale * Float(1 + Double(step) / 20)
      let operands = alignments.map {
        $0.alignment.operand(scale: scale, element: options.activationType.element)
      }
      let below =
        zip(operands, alignments).map { operand, pair in
          Int((-pair.alignment.slope * operand.encoding.levels.lowerBound).rounded(.up))
        }.max() ?? 0
      let result = QuantizationEncoding(
        element: options.activationType.element, scale: scale, numbersBelowZero: below)
      let sum = zip(operands, alignments).reduce(0) {
        $0 + $1.1.alignment.noise($1.0.encoding, result)
      }
      guard sum < noise else { continue }
      noise = sum
      chosen[after] = result
      for (operand, pair) in zip(operands, alignments) { chosen[pair.before] = operand.encoding }
    }
  }

  /// Whether every value of a class is computed by one of the nodes, or by moving others.
  private func isComputed(_ root: ValueID, by nodes: [Node]) -> Bool {
    let outputs = Set(nodes.flatMap(\.outputs))
    return (members[root] ?? []).allSatisfy { value in
      if outputs.contains(value) { return true }
      guard let index = plan.graph.nodes.firstIndex(where: { $0.outputs.contains(value) }) else {
        return false
      }
      return plan.isMoving(index)
        || plan.graph.nodes[index].operation is Concatenation && isShared(index)
    }
  }
}

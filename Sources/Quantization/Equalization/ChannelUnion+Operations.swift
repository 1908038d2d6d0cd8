import Graph

extension ChannelUnion {
  /// Adds what a node demands of the factors of its operands and results.
  mutating func add(_ node: Node) {
    switch node.operation.channels(for: node.inputs.map { graph[$0].type }) {
    case .absorbed:
      // Filters and bias take factors in and out; they must be ours to change.
      if FactorAbsorber(node, in: graph) == nil { pinAll(node) }
    case .kept(let operands): pass(node, from: operands)
    case .cut(let starts): cut(node, at: starts)
    case .joined: join(node)
    case .padded(let before): pad(node, before: before)
    case .regrouped: regroup(node)
    case .mixed: pinAll(node)
    }
  }

  private mutating func pinAll(_ node: Node) {
    for value in node.inputs + node.outputs { pin(value) }
  }

  private mutating func pass(_ node: Node, from operands: [Int]) {
    for (index, input) in node.inputs.enumerated() {
      guard operands.contains(index) else {
        pin(input)
        continue
      }
      for output in node.outputs { tie(channels(input), channels(output)) }
    }
  }

  /// Results that are parts of the operand.
  private mutating func cut(_ node: Node, at starts: [Int]) {
    let whole = channels(node.inputs[0])
    guard !whole.isEmpty else { return pass(node, from: [0]) }
    for (output, start) in zip(node.outputs, starts) {
      let part = channels(output)
      let first = whole.lowerBound + start
      tie(first..<first + part.count, part)
    }
  }

  /// A result that is made up of the operands.
  private mutating func join(_ node: Node) {
    var first = channels(node.outputs[0]).lowerBound
    for input in node.inputs {
      let next = first + graph[input].type.shape[1]
      tie(channels(input), first..<next)
      first = next
    }
  }

  /// A result that begins with channels the operand does not have.
  private mutating func pad(_ node: Node, before: Int) {
    let (input, output) = (channels(node.inputs[0]), channels(node.outputs[0]))
    guard !input.isEmpty else { return pinAll(node) }
    let first = output.lowerBound + before
    tie(input, first..<first + input.count)
  }

  /// The same elements under another shape: those of each channel, old or new, share a factor.
  private mutating func regroup(_ node: Node) {
    let (old, new) = (graph[node.inputs[0]].type.shape, graph[node.outputs[0]].type.shape)
    let (input, output) = (channels(node.inputs[0]), channels(node.outputs[0]))
    guard !input.isEmpty, !output.isEmpty, old[0] == new[0], old[0] > 0 else {
      return pinAll(node)
    }
    let total = old.count / old[0]
    let (oldStep, newStep) = (total / input.count, total / output.count)
    guard oldStep > 0, newStep > 0 else { return pinAll(node) }
    var element = 0
    while element < total {
      tie(input.lowerBound + element / oldStep, output.lowerBound + element / newStep)
      element = min((element / oldStep + 1) * oldStep, (element / newStep + 1) * newStep)
    }
  }
}

import Graph

extension ChannelUnion {
  /// Adds what a node demands of the factors of its operands and results.
  ///
  /// What this does not know keeps the factor 1 on all sides.
  mutating func add(_ node: Node) {
    switch node.operation {
    case is Convolution, is FullyConnected:
      // Filters and bias take factors in and out; they must be ours to change.
      if FactorAbsorber(node, in: graph) == nil { pinAll(node) }
    case let unary as Unary:
      unary.function.isHomogeneous ? passOn(node) : pinAll(node)
    case is MaxPool, is AveragePool, is GlobalAveragePool, is UpsampleNearest:
      passOn(node)
    case let slice as Slice:
      cut(node, along: slice.axis, starts: [slice.start])
    case let split as Split:
      let starts = split.sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
      cut(node, along: split.axis, starts: starts)
    case let concatenation as Concatenation:
      join(node, along: concatenation.axis)
    case let pad as Pad:
      add(pad, node)
    case let transpose as Transpose:
      transpose.permutation.prefix(2) == [0, 1] ? passOn(node) : pinAll(node)
    case is Reshape, is Flatten:
      regroup(node)
    case let reduction as Reduction:
      isChannels(reduction.axis, of: node.inputs[0]) ? pinAll(node) : passOn(node)
    case let binary as Binary:
      add(binary, node)
    default:
      pinAll(node)
    }
  }

  private mutating func pinAll(_ node: Node) {
    for value in node.inputs + node.outputs { pin(value) }
  }

  private mutating func passOn(_ node: Node) {
    tie(channels(node.inputs[0]), channels(node.outputs[0]))
  }

  private func isChannels(_ axis: Int, of value: ValueID) -> Bool {
    (axis < 0 ? axis + graph[value].type.shape.rank : axis) == 1
  }

  /// Results that are parts of the operand.
  private mutating func cut(_ node: Node, along axis: Int, starts: [Int]) {
    let whole = channels(node.inputs[0])
    guard isChannels(axis, of: node.inputs[0]), !whole.isEmpty else {
      for output in node.outputs { tie(whole, channels(output)) }
      return
    }
    for (output, start) in zip(node.outputs, starts) {
      let part = channels(output)
      let first = whole.lowerBound + start
      tie(first..<first + part.count, part)
    }
  }

  /// A result that is made up of the operands.
  private mutating func join(_ node: Node, along axis: Int) {
    let whole = channels(node.outputs[0])
    guard isChannels(axis, of: node.outputs[0]) else {
      for input in node.inputs { tie(channels(input), whole) }
      return
    }
    var first = whole.lowerBound
    for input in node.inputs {
      let next = first + graph[input].type.shape[1]
      tie(channels(input), first..<next)
      first = next
    }
  }

  /// Zeros have any factor; other values have none.
  private mutating func add(_ pad: Pad, _ node: Node) {
    let (input, output) = (channels(node.inputs[0]), channels(node.outputs[0]))
    guard pad.value == 0, pad.before.count >= 2, !input.isEmpty else { return pinAll(node) }
    let first = output.lowerBound + pad.before[1]
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

  private mutating func add(_ binary: Binary, _ node: Node) {
    let shapes = node.inputs.map { graph[$0].type.shape }
    let output = graph[node.outputs[0]].type.shape
    switch binary.function {
    case .add where shapes[0] == shapes[1], .subtract where shapes[0] == shapes[1]:
      for input in node.inputs { tie(channels(input), channels(node.outputs[0])) }
    case .multiply, .divide:
      // A factor can pass through the operand that has the shape of the result; of two products
      // the first. The other one keeps 1.
      let isFirst = shapes[0] == output
      guard isFirst || (binary.function == .multiply && shapes[1] == output) else {
        return pinAll(node)
      }
      tie(channels(node.inputs[isFirst ? 0 : 1]), channels(node.outputs[0]))
      pin(node.inputs[isFirst ? 1 : 0])
    default:
      pinAll(node)
    }
  }
}

extension Unary.Function {
  /// Whether f(s x) = s f(x) for all s above 0.
  fileprivate var isHomogeneous: Bool {
    switch self {
    case .relu, .leakyRelu, .ramp: true
    default: false
    }
  }
}

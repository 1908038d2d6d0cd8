import Graph

/// Gives the parts of each detection head a convolution of their own, so that each can have a scale
/// of its own, and puts their results together in the original order.
///
/// Requires: raw outputs, `contract.heads` in their order. Ensures: outputs and their names stay;
/// heads that no convolution computes stay as they are.
public struct SplitHeads: Pass {
  /// Creates the pass.
  public init() {}

  /// What must hold.
  public var requires: Set<GraphProperty> { [.normalizationIsFolded] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [] }

  /// Splits every head that can be split.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    let splits = SplitHeads.splits(of: graph)
    guard !splits.isEmpty else { return false }
    var rewriter = GraphRewriter(graph)
    for (index, node) in graph.nodes.enumerated() {
      if let split = splits.first(where: { $0.lastNode == index }) {
        try rewriter.add(split)
      } else if !splits.contains(where: { $0.nodes.contains(index) }) {
        try rewriter.copy(node)
      }
    }
    graph = try rewriter.finish()
    return true
  }

  private static func splits(of graph: Graph) -> [HeadSplit] {
    guard graph.contract.outputForm == .raw, graph.contract.heads.count == graph.outputs.count
    else {
      return []
    }
    let reads = graph.readCounts
    return zip(graph.contract.heads, graph.outputs).compactMap { head, output in
      guard let entries = HeadEntries(of: head),
        let chain = HeadChain(to: output, in: graph, reads: reads),
        graph[output].type.shape.dimensions[1] == entries.anchors * entries.count
      else { return nil }
      return HeadSplit(entries: entries, chain: chain, output: output)
    }
  }
}

/// A head about to be split.
private struct HeadSplit {
  let entries: HeadEntries
  let chain: HeadChain
  let output: ValueID

  var nodes: [Int] { [chain.convolution] + chain.functions }
  var lastNode: Int { chain.functions.last ?? chain.convolution }
}

extension GraphRewriter {
  fileprivate mutating func add(_ split: HeadSplit) throws(GraphError) {
    let last = source.nodes[split.lastNode]
    let shape = source[split.output].type.shape
    var parts: [ValueID] = []
    for part in split.entries.parts {
      let value = try add(part, of: split)
      let rows = part.entries.count * shape[2]
      parts.append(
        try add(
          Reshape(target: [0, split.entries.anchors, rows, shape[3]]), [value],
          name: "\(last.name)_\(part.label)_planes", origin: last.origin))
    }
    let entries = try add(
      Concatenation(axis: 2), parts, name: "\(last.name)_entries", origin: last.origin)
    try copy(
      last, operation: Reshape(target: [0, shape[1], shape[2], shape[3]]), inputs: [entries])
  }

  /// The convolution of one part, and the functions behind it.
  private mutating func add(
    _ part: HeadEntries.Part, of split: HeadSplit
  ) throws(GraphError) -> ValueID {
    let node = source.nodes[split.chain.convolution]
    let channels = split.entries.channels(of: part)
    var operands = [try value(node[.x], readBy: node.name)]
    for (role, label) in [(OperandRole.filters, "filters"), (.bias, "bias")] {
      guard let operand = node.operand(role),
        let tensor = source[operand].constant?.rows(channels)
      else { continue }
      operands.append(addConstant("\(node.name)_\(part.label)_\(label)", tensor))
    }
    var result = try add(
      node.operation, operands, name: "\(node.name)_\(part.label)", origin: node.origin)
    for index in split.chain.functions {
      let function = source.nodes[index]
      result = try add(
        function.operation, [result], name: "\(function.name)_\(part.label)",
        origin: function.origin)
    }
    return result
  }
}

extension Tensor {
  /// Some of the outermost elements of a float32 tensor, in the order asked for.
  func rows(_ rows: [Int]) -> Tensor? {
    guard let outer = shape.dimensions.first, outer > 0 else { return nil }
    let size = shape.count / outer
    let all = elements(Float.self)
    var picked: [Float] = []
    picked.reserveCapacity(rows.count * size)
    for row in rows { picked += all[row * size..<(row + 1) * size] }
    guard let shape = try? Shape([rows.count] + shape.dimensions.dropFirst()) else { return nil }
    return Tensor(picked, shape: shape)
  }
}

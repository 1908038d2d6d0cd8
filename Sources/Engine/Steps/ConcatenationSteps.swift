import Graph
import Kernels

/// Concatenations. Along the channels of feature maps most operands have been computed in place
/// already; the others are copied.
enum ConcatenationSteps {
  static func build(
    _ concatenation: Concatenation, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let rank = planner.graph[context.output].type.shape.rank
    let axis = concatenation.axis < 0 ? concatenation.axis + rank : concatenation.axis
    if rank == 4, concatenation.isAlongChannels(rank: rank) {
      try buildChannels(&planner, context)
    } else {
      try buildPlanar(&planner, context, axis: axis)
    }
  }

  /// The parts of a concatenation along the channels in order, which are copied as they are.
  static func parts(
    of concatenation: Concatenation, _ node: Node, in graph: Graph
  ) -> [StepBuilder.Part] {
    guard concatenation.isAlongChannels(rank: graph[node.outputs[0]].type.shape.rank) else {
      return []
    }
    return node.data.map { ($0, true) }
  }

  /// The parts in order; those with the result's scale and zero point are copied as they are.
  static func quantizedParts(
    of concatenation: QuantizedConcatenation, _ node: Node, in graph: Graph
  ) -> [StepBuilder.Part] {
    guard concatenation.axis == 1 else { return [] }
    let result = graph.quantization(of: node.stored(.y))
    return node.storedParts.map { part in
      let own = graph.quantization(of: part)
      return (part.value, result.map { own?.equals($0) ?? false } ?? false)
    }
  }

  private static func buildChannels(
    _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let output = planner.allocate(context.output, interleaved: true)
    var channel = 0
    for input in context.node.data {
      let type = planner.graph[input].type
      if !planner.isPart(input, of: context.output, at: channel) {
        let source = try planner.interleaved(input)
        let slice = output.slice(channel: channel, type)
        planner.append(
          LayoutSteps.copyPixels(from: source, to: slice), reading: [source], writing: [slice])
      }
      channel += type.shape[1]
    }
  }

  /// Parts whose scale or zero point is not the result's are looked up in a table.
  static func buildQuantized(
    _ concatenation: QuantizedConcatenation, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    guard concatenation.axis == 1, planner.graph[context.output].type.shape.rank == 4 else {
      throw .unsupported(
        node: node.name, reason: "only channels of feature maps are concatenated in integers")
    }
    let result = try planner.quantization(of: .y, node)
    let output = planner.allocate(context.output, interleaved: true)
    var channel = 0
    let parts = quantizedParts(of: concatenation, node, in: planner.graph)
    for (part, stored) in zip(parts, node.storedParts) {
      let type = planner.graph[part.value].type
      if !planner.isPart(part.value, of: context.output, at: channel) {
        let source = try planner.interleaved(part.value)
        let slice = output.slice(channel: channel, type)
        if part.isCopied {
          planner.append(
            LayoutSteps.copyPixels(from: source, to: slice), reading: [source], writing: [slice])
        } else {
          let own = try planner.quantization(of: stored, node)
          let table = ByteTable(
            dk_unary(function: dk_identity, a: 0, b: 0), from: own, to: result)
          planner.append(
            table.step(name: node.name, from: source, to: slice), reading: [source],
            writing: [slice])
        }
      }
      channel += type.shape[1]
    }
  }

  private static func buildPlanar(
    _ planner: inout Planner, _ context: NodeContext, axis: Int
  ) throws(EngineError) {
    let output = planner.allocate(context.output, interleaved: false)
    let outer = output.type.shape.dimensions[..<axis].reduce(1, *)
    let row = output.type.byteCount / max(outer, 1)
    var start = 0
    for input in context.node.inputs {
      let source = try planner.planar(input)
      let run = source.type.byteCount / max(outer, 1)
      let offset = start
      let step = Step(name: context.node.name, units: outer) { memory, range in
        for index in range {
          (memory.write(output, as: UInt8.self) + index * row + offset).update(
            from: memory.read(source) + index * run, count: run)
        }
      }
      planner.append(step, reading: [source], writing: [output])
      start += run
    }
  }
}

extension Concatenation {
  /// Whether the axis is the second one, from whichever end it is counted.
  func isAlongChannels(rank: Int) -> Bool { axis == 1 || axis + rank == 1 }
}

extension Node {
  /// The parts of a quantized concatenation, in order.
  fileprivate var storedParts: [Stored] { stored.filter { $0.role != .y } }
}

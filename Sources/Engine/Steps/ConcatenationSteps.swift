import Graph
import Kernels

/// Concatenations. Along the channels of feature maps most operands have been computed in place
/// already; the others are copied.
enum ConcatenationSteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    guard let concatenation = context.node.operation as? Concatenation else { return }
    let rank = planner.graph[context.output].type.shape.rank
    let axis = concatenation.axis < 0 ? concatenation.axis + rank : concatenation.axis
    if rank == 4, concatenation.isAlongChannels(rank: rank) {
      try buildChannels(&planner, context)
    } else {
      try buildPlanar(&planner, context, axis: axis)
    }
  }

  /// The parts of a concatenation along the channels in order, and whether they are copied as they
  /// are; none for other nodes.
  static func parts(of node: Node, in graph: Graph) -> [(value: ValueID, isCopied: Bool)] {
    switch node.operation {
    case let concatenation as Concatenation
    where concatenation.isAlongChannels(rank: graph[node.outputs[0]].type.shape.rank):
      return node.inputs.map { ($0, true) }
    case let concatenation as QuantizedConcatenation where concatenation.axis == 1:
      let result = graph.quantization(scale: node.inputs[0], zeroPoint: node.inputs[1])
      return stride(from: 2, to: node.inputs.count, by: 3).map { first in
        let part = graph.quantization(
          scale: node.inputs[first + 1], zeroPoint: node.inputs[first + 2])
        let isCopied = result.map { part?.equals($0) ?? false } ?? false
        return (node.inputs[first], isCopied)
      }
    default: return []
    }
  }

  private static func buildChannels(
    _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let output = planner.allocate(context.output, interleaved: true)
    var channel = 0
    for (input, _) in parts(of: context.node, in: planner.graph) {
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
    _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    guard (node.operation as? QuantizedConcatenation)?.axis == 1,
      planner.graph[context.output].type.shape.rank == 4
    else {
      throw .unsupported(
        node: node.name, reason: "only channels of feature maps are concatenated in integers")
    }
    let result = try planner.quantization(
      scale: node.inputs[0], zeroPoint: node.inputs[1], of: node)
    let output = planner.allocate(context.output, interleaved: true)
    var channel = 0
    for (position, part) in parts(of: node, in: planner.graph).enumerated() {
      let type = planner.graph[part.value].type
      if !planner.isPart(part.value, of: context.output, at: channel) {
        let source = try planner.interleaved(part.value)
        let slice = output.slice(channel: channel, type)
        if part.isCopied {
          planner.append(
            LayoutSteps.copyPixels(from: source, to: slice), reading: [source], writing: [slice])
        } else {
          let own = try planner.quantization(
            scale: node.inputs[3 * position + 3], zeroPoint: node.inputs[3 * position + 4],
            of: node)
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

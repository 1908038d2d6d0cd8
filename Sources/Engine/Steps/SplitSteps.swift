import Graph
import Kernels

/// Splits and slices. Along the channels of interleaved maps the parts share the operand's memory;
/// along other axes they are copied.
enum SplitSteps {
  static func buildSplit(
    _ split: Split, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    var start = 0
    for (output, size) in zip(context.node.outputs, split.sizes) {
      try build(&planner, context, axis: split.axis, start: start, output: output)
      start += size
    }
  }

  static func buildSlice(
    _ slice: Slice, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    try build(
      &planner, context, axis: slice.axis, start: slice.start, output: context.node.outputs[0])
  }

  private static func build(
    _ planner: inout Planner, _ context: NodeContext, axis: Int, start: Int, output: ValueID
  ) throws(EngineError) {
    let type = planner.graph[output].type
    let source = try planner.location(of: context.node[.x])
    let axis = axis < 0 ? axis + type.shape.rank : axis
    if case .interleaved = source.layout, axis == 1 {
      planner.alias(output, to: source.slice(channel: start, type))
      return
    }
    let planes = try planner.planar(context.node[.x])
    let whole = planes.type.shape
    let outer = whole.dimensions[..<axis].reduce(1, *)
    let row = planes.type.byteCount / max(outer, 1)
    let inner = whole.dimensions[(axis + 1)...].reduce(type.element.byteCount, *)
    let run = type.shape[axis] * inner
    let target = planner.allocate(output, interleaved: false)
    let step = Step(name: context.node.name, units: outer) { memory, range in
      for index in range {
        (memory.write(target, as: UInt8.self) + index * run).update(
          from: memory.read(planes) + index * row + start * inner, count: run)
      }
    }
    planner.append(step, reading: [planes], writing: [target])
  }
}

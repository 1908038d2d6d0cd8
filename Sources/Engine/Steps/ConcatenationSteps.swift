import Graph
import Kernels

/// Concatenations. Along the channels of feature maps most operands have been computed in place
/// already; the others are copied.
enum ConcatenationSteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    guard let concatenation = context.node.operation as? Concatenation else { return }
    let rank = planner.graph[context.output].type.shape.rank
    let axis = concatenation.axis < 0 ? concatenation.axis + rank : concatenation.axis
    if axis == 1 && rank == 4 {
      try buildChannels(&planner, context)
    } else {
      try buildPlanar(&planner, context, axis: axis)
    }
  }

  private static func buildChannels(
    _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let output = planner.allocate(context.output, interleaved: true)
    var channel = 0
    for input in context.node.inputs {
      let type = planner.graph[input].type
      if !planner.isPart(input, of: context.output, at: channel) {
        let source = try planner.interleaved(input)
        var slice = output
        slice.byteOffset += channel * type.element.byteCount
        slice.type = type
        planner.append(
          LayoutSteps.copyPixels(from: source, to: slice), reading: [source], writing: [slice])
      }
      channel += type.shape[1]
    }
  }

  private static func buildPlanar(
    _ planner: inout Planner, _ context: NodeContext, axis: Int
  ) throws(EngineError) {
    let output = planner.allocate(context.output, interleaved: false)
    let outer = output.type.shape.dimensions[..<axis].reduce(1, *)
    let row = output.type.shape.count / max(outer, 1)
    var start = 0
    for input in context.node.inputs {
      let source = try planner.planar(input)
      let run = source.type.shape.count / max(outer, 1)
      let offset = start
      let step = Step(name: context.node.name, units: outer) { memory, range in
        for index in range {
          (memory.write(output, as: Float.self) + index * row + offset).update(
            from: memory.read(source) + index * run, count: run)
        }
      }
      planner.append(step, reading: [source], writing: [output])
      start += run
    }
  }
}

import Graph
import Kernels

/// Nearest upsampling of interleaved maps.
enum UpsampleSteps {
  static func build(
    _ upsample: UpsampleNearest, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let scale = upsample.scale
    let input = try planner.interleaved(context.node[.x])
    let output = planner.allocate(context.output, interleaved: true)
    let shape = input.type.shape
    let isByte = input.type.element.byteCount == 1
    let step = Step(
      name: context.node.name, units: shape[0] * output.type.shape[2]
    ) { memory, rows in
      if isByte {
        dk_upsample_u8(
          memory.read(input), shape[2], shape[3], input.pixelStride, shape[1], scale.height,
          scale.width, memory.write(output), output.pixelStride, rows.lowerBound,
          rows.upperBound)
      } else {
        dk_upsample_f32(
          memory.read(input), shape[2], shape[3], input.pixelStride, shape[1], scale.height,
          scale.width, memory.write(output), output.pixelStride, rows.lowerBound,
          rows.upperBound)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }
}

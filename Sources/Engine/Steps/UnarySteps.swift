import Graph
import Kernels

/// Element-wise functions, in the operand's layout.
enum UnarySteps {
  static func build(
    _ unary: Unary, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let kernel = unary.function.kernel
    let input = try planner.location(of: context.node[.x])
    let shape = input.type.shape
    guard case .interleaved(let stride) = input.layout else {
      let output = planner.allocate(context.output, interleaved: false)
      let chunk = 4096
      let step = Step(
        name: context.node.name, units: (shape.count + chunk - 1) / chunk
      ) { memory, units in
        let range = units.lowerBound * chunk..<min(units.upperBound * chunk, shape.count)
        dk_unary_f32(
          kernel, memory.read(input) + range.lowerBound, memory.write(output) + range.lowerBound,
          range.count)
      }
      planner.append(step, reading: [input], writing: [output])
      return
    }
    let output = planner.allocate(context.output, interleaved: true)
    let (rowPixels, channels) = (shape[3], shape[1])
    let outStride = output.pixelStride
    let step = Step(name: context.node.name, units: shape[0] * shape[2]) { memory, rows in
      for pixel in rows.lowerBound * rowPixels..<rows.upperBound * rowPixels {
        dk_unary_f32(
          kernel, memory.read(input) + pixel * stride, memory.write(output) + pixel * outStride,
          channels)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }
}

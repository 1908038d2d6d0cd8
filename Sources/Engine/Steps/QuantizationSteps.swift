import Graph
import Kernels

/// Real numbers to whole numbers of 8 or 16 bits and back, in the operand's layout.
enum QuantizationSteps {
  static func buildQuantization(
    _ operation: Quantization, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let scales = try Scales(of: .y, context.node, axis: operation.axis, in: planner)
    let element = planner.graph[context.output].type.element
    try build(&planner, context, scales) { memory, input, output, run in
      let (scale, zeros) = (
        scales.scale.pointer + run.channel, scales.zeroPoints.pointer + run.channel
      )
      if element.isWide {
        dk_quantize_f32_u16(
          memory.read(input) + run.from, run.inStride, run.channels, run.pixels, scale, zeros,
          run.step, element == .int16, memory.write(output) + run.to, run.outStride)
      } else {
        dk_quantize_f32(
          memory.read(input) + run.from, run.inStride, run.channels, run.pixels, scale, zeros,
          run.step, element == .int8, memory.write(output) + run.to, run.outStride)
      }
    }
  }

  static func buildDequantization(
    _ operation: Dequantization, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let scales = try Scales(of: .x, context.node, axis: operation.axis, in: planner)
    let element = planner.graph[context.node[.x]].type.element
    try build(&planner, context, scales) { memory, input, output, run in
      let (scale, zeros) = (
        scales.scale.pointer + run.channel, scales.zeroPoints.pointer + run.channel
      )
      if element == .int32 {
        dk_dequantize_s32(
          memory.read(input) + run.from, run.inStride, run.channels, run.pixels, scale, run.step,
          memory.write(output) + run.to, run.outStride)
      } else if element.isWide {
        dk_dequantize_u16(
          memory.read(input) + run.from, run.inStride, run.channels, run.pixels, scale, zeros,
          run.step, element == .int16, memory.write(output) + run.to, run.outStride)
      } else {
        dk_dequantize_u8(
          memory.read(input) + run.from, run.inStride, run.channels, run.pixels, scale, zeros,
          run.step, element == .int8, memory.write(output) + run.to, run.outStride)
      }
    }
  }

  /// Pixels with the same scales, one for each channel or one for all.
  private struct Run {
    var from: Int
    var inStride: Int
    var to: Int
    var outStride: Int
    var channels: Int
    var pixels: Int
    /// The first channel, for scales.
    var channel: Int
    var step: Int
  }

  private typealias Kernel = @Sendable (Memory, Location, Location, Run) -> Void

  private static func build(
    _ planner: inout Planner, _ context: NodeContext, _ scales: Scales,
    _ kernel: @escaping Kernel
  ) throws(EngineError) {
    let input = try planner.location(of: context.node[.x])
    let output = planner.allocate(context.output, interleaved: input.isInterleaved)
    let shape = input.type.shape
    let (inStride, outStride) = (input.pixelStride, output.pixelStride)
    let step: Step
    if input.isInterleaved {
      guard scales.count == 1 || scales.axis == 1 else { throw scales.unsupported }
      step = Step(name: context.node.name, units: shape[0] * shape[2]) { memory, rows in
        let first = rows.lowerBound * shape[3]
        kernel(
          memory, input, output,
          Run(
            from: first * inStride, inStride: inStride, to: first * outStride,
            outStride: outStride, channels: shape[1], pixels: rows.count * shape[3], channel: 0,
            step: scales.count == 1 ? 0 : 1))
      }
    } else if scales.count == 1 {
      let (count, chunk) = (shape.count, 1 << 14)
      step = Step(name: context.node.name, units: (count + chunk - 1) / chunk) { memory, units in
        let first = units.lowerBound * chunk
        let length = min(units.upperBound * chunk, count) - first
        kernel(
          memory, input, output,
          Run(
            from: first, inStride: length, to: first, outStride: length, channels: length,
            pixels: 1, channel: 0, step: 0))
      }
    } else {
      let run = AxisRun(shape, axis: scales.axis)
      step = Step(name: context.node.name, units: run.outer * run.extent) { memory, planes in
        for plane in planes {
          kernel(
            memory, input, output,
            Run(
              from: plane * run.inner, inStride: run.inner, to: plane * run.inner,
              outStride: run.inner, channels: run.inner, pixels: 1, channel: plane % run.extent,
              step: 0))
        }
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }
}

/// Constant scales and zero points, one of each or as many as an axis is long.
private struct Scales: Sendable {
  let scale: PackedFloats
  let zeroPoints: PackedIntegers
  let count: Int
  let axis: Int
  private let node: String

  var unsupported: EngineError {
    .unsupported(node: node, reason: "scales along axis \(axis) have no kernel here")
  }

  init(
    of role: StoredRole, _ node: Node, axis: Int, in planner: Planner
  ) throws(EngineError) {
    self.node = node.name
    let tensor = node.stored(role)
    let scales: [Float] = try planner.constant(tensor.scale, of: node).elements()
    var zeros = Array(repeating: Int32(0), count: scales.count)
    if let zeroPoint = tensor.zeroPoint {
      let tensor = try planner.constant(zeroPoint, of: node)
      let stored = tensor.integers
      for index in zeros.indices { zeros[index] = stored[stored.count == 1 ? 0 : index] }
    }
    count = scales.count
    let rank = planner.graph[node[.x]].type.shape.rank
    self.axis = axis < 0 ? axis + rank : axis
    scale = PackedFloats(count: count) { packed in
      for (index, value) in scales.enumerated() { packed[index] = value }
    }
    zeroPoints = PackedIntegers(zeros)
  }
}

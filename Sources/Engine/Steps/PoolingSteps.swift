import Graph
import Kernels

/// Pooling of interleaved maps.
enum PoolingSteps {
  static func buildMaximum(
    _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    guard let pool = context.node.operation as? MaxPool else { return }
    try build(&planner, context, pool.window, dk_max_pool_f32)
  }

  static func buildAverage(
    _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    guard let pool = context.node.operation as? AveragePool else { return }
    try build(&planner, context, pool.window, dk_average_pool_f32)
  }

  private typealias Kernel =
    @Sendable (
      UnsafePointer<dk_pool>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int
    ) -> Void

  private static func build(
    _ planner: inout Planner, _ context: NodeContext, _ window: Window, _ kernel: @escaping Kernel
  ) throws(EngineError) {
    guard window.dilation == Extent2D(1) else {
      throw .unsupported(node: context.node.name, reason: "dilated pooling has no kernel")
    }
    let input = try planner.interleaved(context.node.inputs[0])
    let output = planner.allocate(context.output, interleaved: true)
    let (inShape, outShape) = (input.type.shape, output.type.shape)
    let pool = dk_pool(
      batch: inShape[0], in_height: inShape[2], in_width: inShape[3],
      in_stride: input.pixelStride, out_height: outShape[2], out_width: outShape[3],
      out_stride: output.pixelStride, channels: inShape[1],
      kernel_height: window.kernel.height, kernel_width: window.kernel.width,
      stride_height: window.stride.height, stride_width: window.stride.width,
      pad_top: window.padding.top, pad_left: window.padding.left)
    let step = Step(name: context.node.name, units: outShape[0] * outShape[2]) { memory, rows in
      withUnsafePointer(to: pool) { pool in
        kernel(pool, memory.read(input), memory.write(output), rows.lowerBound, rows.upperBound)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }

  static func buildGlobalAverage(
    _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let input = try planner.interleaved(context.node.inputs[0])
    let output = planner.allocate(context.output, interleaved: true)
    let shape = input.type.shape
    let (channels, pixels) = (shape[1], shape[2] * shape[3])
    let (inStride, outStride) = (input.pixelStride, output.pixelStride)
    let step = Step(name: context.node.name, units: shape[0]) { memory, pictures in
      for n in pictures {
        dk_global_average_pool_f32(
          memory.read(input) + n * pixels * inStride, pixels, channels, inStride,
          memory.write(output) + n * outStride)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }
}

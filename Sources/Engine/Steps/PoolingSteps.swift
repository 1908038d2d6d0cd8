import Graph
import Kernels

/// Pooling of interleaved maps.
enum PoolingSteps {
  static func buildMaximum(
    _ pool: MaxPool, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let isFloat = planner.graph[context.output].type.element == .float32
    let isSigned = planner.graph[context.output].type.element == .int8
    try build(&planner, context, pool.window) { pool, input, output, rows in
      if isFloat {
        dk_max_pool_f32(
          pool, input.assumingMemoryBound(to: Float.self),
          output.assumingMemoryBound(to: Float.self), rows.lowerBound, rows.upperBound)
      } else {
        dk_max_pool_u8(
          pool, isSigned, input.assumingMemoryBound(to: UInt8.self),
          output.assumingMemoryBound(to: UInt8.self), rows.lowerBound, rows.upperBound)
      }
    }
  }

  static func buildAverage(
    _ pool: AveragePool, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    try build(&planner, context, pool.window) { pool, input, output, rows in
      dk_average_pool_f32(
        pool, input.assumingMemoryBound(to: Float.self),
        output.assumingMemoryBound(to: Float.self), rows.lowerBound, rows.upperBound)
    }
  }

  /// Computes output rows, counted over batch and rows.
  typealias Kernel =
    @Sendable (
      UnsafePointer<dk_pool>, UnsafeRawPointer, UnsafeMutableRawPointer, Range<Int>
    ) -> Void

  /// A step for a pooling whose map is the node's first operand.
  static func build(
    _ planner: inout Planner, _ context: NodeContext, _ window: Window, _ kernel: @escaping Kernel
  ) throws(EngineError) {
    guard window.dilation == Extent2D(1) else {
      throw .unsupported(node: context.node.name, reason: "dilated pooling has no kernel")
    }
    let input = try planner.interleaved(context.node[.x])
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
        kernel(
          pool, memory.read(input, as: UInt8.self), memory.write(output, as: UInt8.self), rows)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }

  static func buildGlobalAverage(
    _: GlobalAveragePool, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let input = try planner.interleaved(context.node[.x])
    let output = planner.allocate(context.output, interleaved: true)
    let shape = input.type.shape
    let (channels, pixels) = (shape[1], shape[2] * shape[3])
    let (inStride, outStride) = (input.pixelStride, output.pixelStride)
    let step = Step(name: context.node.name, units: shape[0]) { memory, images in
      for n in images {
        dk_global_average_pool_f32(
          memory.read(input) + n * pixels * inStride, pixels, channels, inStride,
          memory.write(output) + n * outStride)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }

  static func buildQuantizedAverage(
    _ pool: QuantizedAveragePool, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let x = try planner.quantization(of: .x, node)
    let y = try planner.quantization(of: .y, node)
    guard planner.graph.requantization == .float else {
      let map = planner.graph[node[.x]].type.shape
      let cells = pool.mostCells(ofMap: Extent2D(height: map[2], width: map[3]))
      guard cells <= QuantizedAveragePool.largestWindow else {
        throw .unsupported(
          node: node.name,
          reason: "its window covers \(cells) cells, more than "
            + "\(QuantizedAveragePool.largestWindow) that sums in whole numbers are made for; "
            + "quantize the float model for a float multiplier")
      }
      var packed: [Int32] = []
      for count in 1...cells {
        let factor = try planner.fixedPoint(
          Double(x.scale) / (Double(y.scale) * Double(count)), of: node)
        packed += [factor.multiplier, factor.shift]
      }
      let factors = PackedIntegers(packed)
      return try build(&planner, context, pool.window) { pool, input, output, rows in
        factors.pointer.withMemoryRebound(to: dk_fixed_point.self, capacity: cells) { factors in
          dk_average_pool_fixed_u8(
            pool, x, y, factors, input.assumingMemoryBound(to: UInt8.self),
            output.assumingMemoryBound(to: UInt8.self), rows.lowerBound, rows.upperBound)
        }
      }
    }
    try build(&planner, context, pool.window) { pool, input, output, rows in
      dk_average_pool_u8(
        pool, false, x, y, input.assumingMemoryBound(to: UInt8.self),
        output.assumingMemoryBound(to: UInt8.self), rows.lowerBound, rows.upperBound)
    }
  }

  static func buildQuantizedGlobalAverage(
    _: QuantizedGlobalAveragePool, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let x = try planner.quantization(of: .x, node)
    let y = try planner.quantization(of: .y, node)
    let input = try planner.interleaved(node[.x])
    let output = planner.allocate(context.output, interleaved: true)
    let shape = input.type.shape
    let (channels, pixels) = (shape[1], shape[2] * shape[3])
    let (inStride, outStride) = (input.pixelStride, output.pixelStride)
    var fixed: dk_fixed_point?
    if planner.graph.requantization != .float {
      fixed = try planner.fixedPoint(
        Double(x.scale) / (Double(y.scale) * Double(pixels)), of: node)
    }
    let step = Step(name: node.name, units: shape[0]) { [fixed] memory, images in
      for n in images {
        let map: UnsafePointer<UInt8> = memory.read(input) + n * pixels * inStride
        let means: UnsafeMutablePointer<UInt8> = memory.write(output) + n * outStride
        if let fixed {
          dk_global_average_pool_fixed_u8(
            map, pixels, channels, inStride, x, y, fixed, means)
        } else {
          dk_global_average_pool_u8(map, pixels, channels, inStride, x, y, means)
        }
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }
}

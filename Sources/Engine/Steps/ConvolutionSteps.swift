import Graph
import Kernels

/// Convolutions: ordinary and grouped ones as register tiles over an indirection, 3x3 ones by
/// Winograd's transform where that is faster, depthwise ones channel by channel.
enum ConvolutionSteps {
  static func build(
    _ convolution: Convolution, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let weights = try planner.constant(node[.filters], of: node)
    let bias = try node.operand(.bias).map { (bias) throws(EngineError) in
      try planner.constant(bias, of: node)
    }
    let input = try planner.interleaved(node[.x])
    let output = planner.allocate(context.output, interleaved: true)
    var step = make(
      &planner, convolution, weights: weights, bias: bias,
      activation: context.activation.flatMap(function), input: input, output: output)
    step.name = node.name
    step.multiplyAdds = planner.graph.multiplyAdds(of: node)
    planner.append(step, reading: [input], writing: [output])
  }

  /// The function of an activation that is applied where sums are stored; nil for other nodes.
  static func function(of activation: Node) -> Unary.Function? {
    if case .mapped(let function) = activation.operation.elements { function } else { nil }
  }

  private static func make(
    _ planner: inout Planner, _ convolution: Convolution, weights: Tensor, bias: Tensor?,
    activation: Unary.Function?, input: Location, output: Location
  ) -> Step {
    let kernel = describe(convolution, activation, input, output)
    let biases = bias?.elements(Float.self) ?? Array(repeating: 0, count: output.type.shape[1])
    let step: Step
    if kernel.group_in == 1 && kernel.group_out == 1 && kernel.groups > 1 {
      step = depthwise(kernel, weights, biases, input, output)
    } else if !planner.isExact,
      isWorthTransforming(kernel, within: &planner.transformBudget)
    {
      step = winograd(kernel, weights, biases, input, output)
    } else {
      step = direct(kernel, weights, biases, input, output)
    }
    // The packed copy is what is used from now on.
    weights.buffer.releasePages()
    return step
  }

  private static func describe(
    _ convolution: Convolution, _ activation: Unary.Function?, _ input: Location,
    _ output: Location
  ) -> dk_conv_f32 {
    let (inShape, outShape) = (input.type.shape, output.type.shape)
    let window = convolution.window
    var kernel = dk_conv_f32()
    kernel.batch = inShape[0]
    kernel.in_height = inShape[2]
    kernel.in_width = inShape[3]
    kernel.in_stride = input.pixelStride
    kernel.out_height = outShape[2]
    kernel.out_width = outShape[3]
    kernel.out_stride = output.pixelStride
    kernel.kernel_height = window.kernel.height
    kernel.kernel_width = window.kernel.width
    kernel.stride_height = window.stride.height
    kernel.stride_width = window.stride.width
    kernel.pad_top = window.padding.top
    kernel.pad_left = window.padding.left
    kernel.dilation_height = window.dilation.height
    kernel.dilation_width = window.dilation.width
    kernel.groups = convolution.groups
    kernel.group_in = inShape[1] / convolution.groups
    kernel.group_out = outShape[1] / convolution.groups
    kernel.activation = activation?.kernel ?? dk_unary(function: dk_identity, a: 0, b: 0)
    return kernel
  }

  // MARK: Ways to compute

  /// A unit is a row of the output.
  private static func depthwise(
    _ kernel: dk_conv_f32, _ weights: Tensor, _ biases: [Float], _ input: Location,
    _ output: Location
  ) -> Step {
    let (taps, channels) = (kernel.kernel_height * kernel.kernel_width, kernel.groups)
    let packed = PackedFloats(
      count: dk_conv_f32_depthwise_packed_count(channels, taps)
    ) { packed in
      weights.buffer.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        dk_conv_f32_depthwise_pack(channels, taps, start, packed)
      }
    }
    let bias = PackedFloats(count: channels) { packed in
      for channel in 0..<channels { packed[channel] = biases[channel] }
    }
    let constants = ConvolutionConstants(kernel, weights: packed, bias: bias)
    return Step(name: "", units: kernel.batch * kernel.out_height) { memory, rows in
      constants.withKernel { kernel in
        dk_conv_f32_depthwise(
          kernel, memory.read(input), memory.write(output), rows.lowerBound, rows.upperBound)
      }
    }
  }

  /// A unit is a run of output pixels of one block of channels. Units run over pixels first, so
  /// that the weights of a block stay in the cache meanwhile.
  private static func direct(
    _ kernel: dk_conv_f32, _ weights: Tensor, _ biases: [Float], _ input: Location,
    _ output: Location
  ) -> Step {
    let taps = kernel.kernel_height * kernel.kernel_width
    let blocks = dk_conv_blocks(kernel.group_out)
    let packed = PackedFloats(
      count: dk_conv_f32_packed_count(kernel.groups, kernel.group_in, kernel.group_out, taps)
    ) { packed in
      weights.buffer.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        dk_conv_f32_pack(
          kernel.groups, kernel.group_in, kernel.group_out, taps, start, packed)
      }
    }
    let constants = ConvolutionConstants(
      kernel, weights: packed, bias: blockedBias(kernel, biases))
    let pixels = kernel.batch * kernel.out_height * kernel.out_width
    // A dozen of the largest register tiles.
    let chunk = 14 * 12
    let chunks = (pixels + chunk - 1) / chunk
    return Step(name: "", units: chunks * kernel.groups * blocks) { memory, units in
      constants.withKernel { kernel in
        for unit in units {
          let (block, first) = (unit / chunks, unit % chunks * chunk)
          dk_conv_f32_run(
            kernel, memory.read(input), memory.write(output), first, min(first + chunk, pixels),
            block, block + 1)
        }
      }
    }
  }

  /// Transformed weights take four times the memory. Beyond this many bytes in one layer they save
  /// only about a third of the time, which is not worth the memory.
  private static let largestTransform = 16 << 20

  /// Whether a convolution is computed by transform; its weights are then taken off the budget.
  private static func isWorthTransforming(
    _ kernel: dk_conv_f32, within budget: inout Int
  ) -> Bool {
    let byteCount =
      dk_winograd_f32_packed_count(kernel.group_in, kernel.group_out)
      * MemoryLayout<Float>.stride
    guard withUnsafePointer(to: kernel, { dk_winograd_f32_applies($0) }),
      byteCount <= min(largestTransform, budget), kernel.out_height >= 8, kernel.out_width >= 8
    else { return false }
    budget -= byteCount
    return true
  }

  /// A unit is a few tiles of 4 x 4 pixels.
  private static func winograd(
    _ kernel: dk_conv_f32, _ weights: Tensor, _ biases: [Float], _ input: Location,
    _ output: Location
  ) -> Step {
    let (inputs, outputs) = (kernel.group_in, kernel.group_out)
    let count = dk_winograd_f32_packed_count(inputs, outputs)
    let packed = PackedFloats(count: count) { packed in
      weights.buffer.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        dk_winograd_f32_pack(inputs, outputs, start, packed)
      }
    }
    let constants = ConvolutionConstants(
      kernel, weights: packed, bias: blockedBias(kernel, biases))
    let tiles = withUnsafePointer(to: kernel) { dk_winograd_f32_tiles($0) }
    // One register tile of tiles, or two where the weights do not stay in the cache.
    let chunk = count * MemoryLayout<Float>.stride > 10 << 20 ? 28 : 14
    let units = max((tiles + chunk - 1) / chunk, min(tiles, 2))
    let perUnit = (tiles + units - 1) / units
    let scratch = dk_winograd_f32_scratch_count(inputs, outputs, perUnit)
    return Step(
      name: "", units: (tiles + perUnit - 1) / perUnit,
      scratchByteCount: scratch * MemoryLayout<Float>.stride
    ) { memory, units in
      constants.withKernel { kernel in
        for unit in units {
          dk_winograd_f32_run(
            kernel, memory.read(input), memory.write(output),
            memory.scratch.assumingMemoryBound(to: Float.self), unit * perUnit,
            min((unit + 1) * perUnit, tiles))
        }
      }
    }
  }

  /// The biases of each group's blocks, filled up with zeros.
  private static func blockedBias(_ kernel: dk_conv_f32, _ biases: [Float]) -> PackedFloats {
    let perGroup = dk_conv_blocks(kernel.group_out) * dk_conv_block
    return PackedFloats(count: kernel.groups * perGroup) { packed in
      for (channel, value) in biases.enumerated() {
        packed[channel / kernel.group_out * perGroup + channel % kernel.group_out] = value
      }
    }
  }
}

/// A convolution kernel's description with the constants it points to.
private struct ConvolutionConstants: @unchecked Sendable {
  private var kernel: dk_conv_f32
  private let weights: PackedFloats
  private let bias: PackedFloats
  private let zeros: PackedFloats

  init(_ kernel: dk_conv_f32, weights: PackedFloats, bias: PackedFloats) {
    self.kernel = kernel
    self.weights = weights
    self.bias = bias
    // As many as there are input channels: depthwise kernels look at all groups at once.
    zeros = PackedFloats(count: kernel.group_in * kernel.groups) { _ in }
    self.kernel.weights = weights.pointer
    self.kernel.bias = bias.pointer
    self.kernel.zeros = zeros.pointer
  }

  func withKernel(_ body: (UnsafePointer<dk_conv_f32>) -> Void) {
    withUnsafePointer(to: kernel, body)
  }
}

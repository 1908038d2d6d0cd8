import Graph
import Kernels

/// Convolutions: ordinary and grouped ones as register tiles over an indirection, depthwise ones
/// channel by channel.
enum ConvolutionSteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    let node = context.node
    guard let convolution = node.operation as? Convolution else { return }
    let weights = try planner.constant(node.inputs[1], of: node)
    let bias = node.inputs.count == 3 ? try planner.constant(node.inputs[2], of: node) : nil
    let input = try planner.interleaved(node.inputs[0])
    let output = planner.allocate(context.output, interleaved: true)
    let step = make(
      convolution, name: node.name, weights: weights, bias: bias,
      activation: context.activation?.function, input: input, output: output)
    planner.append(step, reading: [input], writing: [output])
  }

  private static func make(
    _ convolution: Convolution, name: String, weights: Tensor, bias: Tensor?,
    activation: Unary.Function?, input: Location, output: Location
  ) -> Step {
    let (inShape, outShape) = (input.type.shape, output.type.shape)
    let window = convolution.window
    let groups = convolution.groups
    let (groupIn, groupOut) = (inShape[1] / groups, outShape[1] / groups)
    let taps = window.kernel.height * window.kernel.width
    let isDepthwise = groupIn == 1 && groupOut == 1 && groups > 1

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
    kernel.groups = groups
    kernel.group_in = groupIn
    kernel.group_out = groupOut
    kernel.activation =
      activation?.kernel ?? dk_unary(function: dk_identity, a: 0, b: 0)

    let blocks = isDepthwise ? 1 : dk_conv_blocks(groupOut)
    let source = weights.elements(Float.self)
    let packedWeights: PackedFloats
    if isDepthwise {
      packedWeights = PackedFloats(count: taps * groups) { packed in
        for channel in 0..<groups {
          for tap in 0..<taps { packed[tap * groups + channel] = source[channel * taps + tap] }
        }
      }
    } else {
      packedWeights = PackedFloats(
        count: dk_conv_f32_packed_count(groups, groupIn, groupOut, taps)
      ) { packed in
        source.withUnsafeBufferPointer { source in
          guard let source = source.baseAddress else { return }
          dk_conv_f32_pack(groups, groupIn, groupOut, taps, source, packed)
        }
      }
    }
    let biases = bias?.elements(Float.self) ?? Array(repeating: 0, count: outShape[1])
    let perGroup = isDepthwise ? 1 : blocks * dk_conv_block
    let packedBias = PackedFloats(count: groups * perGroup) { packed in
      for (channel, value) in biases.enumerated() {
        packed[channel / groupOut * perGroup + channel % groupOut] = value
      }
    }
    let zeros = PackedFloats(count: groupIn) { _ in }
    let settings = ConvolutionKernel(
      kernel: kernel, weights: packedWeights, bias: packedBias, zeros: zeros)

    if isDepthwise {
      return Step(name: name, units: outShape[0] * outShape[2]) { memory, rows in
        settings.withKernel { kernel in
          dk_conv_f32_depthwise(
            kernel, memory.read(input), memory.write(output), rows.lowerBound, rows.upperBound)
        }
      }
    }
    // Units run over pixels first, so that the weights of a block stay in the cache meanwhile.
    let pixels = outShape[0] * outShape[2] * outShape[3]
    let chunk = 14 * 12
    let chunks = (pixels + chunk - 1) / chunk
    return Step(name: name, units: chunks * groups * blocks) { memory, units in
      settings.withKernel { kernel in
        for unit in units {
          let (block, first) = (unit / chunks, unit % chunks * chunk)
          dk_conv_f32_run(
            kernel, memory.read(input), memory.write(output), first, min(first + chunk, pixels),
            block, block + 1)
        }
      }
    }
  }
}

/// A convolution kernel's description with the constants it points to.
private struct ConvolutionKernel: @unchecked Sendable {
  private var kernel: dk_conv_f32
  private let weights: PackedFloats
  private let bias: PackedFloats
  private let zeros: PackedFloats

  init(kernel: dk_conv_f32, weights: PackedFloats, bias: PackedFloats, zeros: PackedFloats) {
    self.kernel = kernel
    self.weights = weights
    self.bias = bias
    self.zeros = zeros
    self.kernel.weights = weights.pointer
    self.kernel.bias = bias.pointer
    self.kernel.zeros = zeros.pointer
  }

  func withKernel(_ body: (UnsafePointer<dk_conv_f32>) -> Void) {
    withUnsafePointer(to: kernel, body)
  }
}

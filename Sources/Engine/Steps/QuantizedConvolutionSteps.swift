import Graph
import Kernels

/// Convolutions of bytes: requantized to bytes, or as int32 sums.
enum QuantizedConvolutionSteps {
  static func build(
    _ convolution: QuantizedConvolution, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let x = try planner.quantization(of: .x, node)
    let y = try planner.quantization(of: .y, node)
    let factors = try factors(of: node, y: y, planner)
    var table: ByteTable?
    var second: SecondStore?
    if let activation = context.activation {
      if let twin = context.twin {
        second = try self.second(twin, addedBy: activation, planner)
      } else {
        table = try planner.table(of: activation)
      }
    }
    let bias = try node.operand(.bias).map { (bias) throws(EngineError) in
      try planner.constant(bias, of: node).elements(Int32.self)
    }
    let geometry = Convolution(window: convolution.window, groups: convolution.groups)
    try append(
      &planner, context, geometry, zeroPoint: x.zero_point, bias: bias,
      store: ConvolutionStore(
        type: y.is_signed ? dk_store_s8 : dk_store_u8, factors: factors, zeroPoint: y.zero_point,
        table: table, second: second))
  }

  /// What sums are multiplied with for a result.
  private static func factors(
    of node: Node, y: dk_quantization, _ planner: Planner
  ) throws(EngineError) -> SumFactors {
    let x = try planner.quantization(of: .x, node)
    let filters = node.stored(.filters)
    let scales: [Float] = try planner.constant(filters.scale, of: node).elements()
    let channels = planner.graph[filters.value].type.shape[0]
    return try planner.factors(of: node) { () throws(OperationError) in
      try SumFactors(
        planner.graph.requantization, x: x.scale,
        filters: (0..<channels).map { scales[scales.count == 1 ? 0 : $0] }, y: y.scale)
    }
  }

  /// The second result of the same sums, and the addition of both.
  private static func second(
    _ node: Node, addedBy addition: Node, _ planner: Planner
  ) throws(EngineError) -> SecondStore {
    let y = try planner.quantization(of: .y, node)
    return SecondStore(
      factors: try factors(of: node, y: y, planner), zeroPoint: y.zero_point,
      firstRead: try planner.quantization(of: .data(0), addition),
      secondRead: try planner.quantization(of: .data(1), addition),
      y: try planner.quantization(of: .y, addition))
  }

  /// Whether two convolutions of quantized values have the same sums, and differ in nothing but their
  /// scales and how they store results.
  static func areTwins(_ first: Node, _ second: Node, in graph: Graph) -> Bool {
    guard let one = first.operation as? QuantizedConvolution,
      let other = second.operation as? QuantizedConvolution,
      one.window == other.window, one.groups == other.groups,
      first.operandRoles == second.operandRoles
    else { return false }
    let scales: [OperandRole] = [.scale(of: .filters), .scale(of: .y), .zeroPoint(of: .y)]
    return zip(first.operandRoles, zip(first.inputs, second.inputs)).allSatisfy { role, inputs in
      inputs.0 == inputs.1 || scales.contains(role)
    }
  }

  /// Whether a function of bytes can be looked up where sums are stored.
  static func canApply(_ follower: Node, after node: Node, in graph: Graph) -> Bool {
    // The table is looked up by what the convolution would have stored.
    if follower.operation is TableLookup { return follower[.x] == node.outputs[0] }
    guard follower.operation is QuantizedUnary,
      let stored = graph.quantization(of: node.stored(.y)),
      let read = graph.quantization(of: follower.stored(.x))
    else { return false }
    return stored.equals(read)
  }

  static func buildInteger(
    _ convolution: IntegerConvolution, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    var zeroPoint: Int32 = 0
    if let operand = node.operand(.zeroPoint(of: .x)) {
      zeroPoint = try planner.constant(operand, of: node).integers[0]
    }
    let geometry = Convolution(window: convolution.window, groups: convolution.groups)
    try append(
      &planner, context, geometry, zeroPoint: zeroPoint, bias: nil,
      store: ConvolutionStore(type: dk_store_s32, factors: .float([]), zeroPoint: 0))
  }

  private static func append(
    _ planner: inout Planner, _ context: NodeContext, _ convolution: Convolution,
    zeroPoint: Int32, bias: [Int32]?, store: ConvolutionStore
  ) throws(EngineError) {
    let node = context.node
    let stored = try planner.constant(node[.filters], of: node)
    let zeros = try node.operand(.zeroPoint(of: .filters)).map { (id) throws(EngineError) in
      try planner.constant(id, of: node).integers
    }
    guard stored.type.element == .int8, zeros?.allSatisfy({ $0 == 0 }) ?? true else {
      throw .unsupported(
        node: node.name, reason: "weights must be int8 with zero point 0 (symmetric)")
    }
    let input = try planner.interleaved(node[.x])
    let output = planner.allocate(context.output, interleaved: true)
    let filters: [Int8] = stored.elements()
    let window = convolution.window
    let (inShape, outShape) = (input.type.shape, output.type.shape)

    var kernel = dk_conv_u8()
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
    kernel.in_signed = input.type.element == .int8
    kernel.in_zero_point = zeroPoint
    let constants = ByteConvolutionConstants(kernel, filters, bias: bias, store: store)
    var step = constants.step(input, output)
    step.name = node.name
    step.multiplyAdds = planner.graph.multiplyAdds(of: node)
    planner.append(step, reading: [input], writing: [output])
  }
}

/// How sums are stored.
struct ConvolutionStore {
  var type: dk_store_type
  var factors: SumFactors
  var zeroPoint: Int32
  var table: ByteTable?
  var second: SecondStore?
}

/// A kernel's description with the constants it points to.
private struct ByteConvolutionConstants: @unchecked Sendable {
  private var kernel: dk_conv_u8
  private let weights: PackedBytes
  private let sums: PackedIntegers
  private let bias: PackedIntegers?
  private let padding: PackedBytes
  private let factors: PackedFactors
  private let table: PackedBytes?
  private let second: PackedSecondStore?
  private let isDepthwise: Bool

  init(
    _ description: dk_conv_u8, _ filters: [Int8], bias: [Int32]?, store: ConvolutionStore
  ) {
    var kernel = description
    let taps = kernel.kernel_height * kernel.kernel_width
    let channels = kernel.groups * kernel.group_out
    isDepthwise = kernel.group_in == 1 && kernel.group_out == 1 && kernel.groups > 1
    var sums = Array(repeating: Int32(0), count: channels)
    if isDepthwise {
      weights = PackedBytes(count: channels * taps * MemoryLayout<Int32>.stride) { packed in
        dk_conv_u8_depthwise_pack(
          channels, taps, filters, packed.assumingMemoryBound(to: Int32.self), &sums)
      }
    } else {
      let count = dk_conv_u8_packed_count(
        kernel.groups, kernel.group_in, kernel.group_out, taps)
      weights = PackedBytes(count: count) { packed in
        dk_conv_u8_pack(
          kernel.groups, kernel.group_in, kernel.group_out, taps, filters,
          packed.assumingMemoryBound(to: Int8.self), &sums)
      }
    }
    self.sums = PackedIntegers(sums)
    self.bias = bias.map { PackedIntegers($0) }
    let zero = UInt8(truncatingIfNeeded: kernel.in_zero_point)
    padding = PackedBytes(count: kernel.group_in * kernel.groups) { packed in
      packed.initializeMemory(
        as: UInt8.self, repeating: zero, count: description.group_in * description.groups)
    }
    factors = PackedFactors(store.factors)
    table = store.table.map { table in
      PackedBytes(count: 256) { $0.copyMemory(from: table.bytes, byteCount: 256) }
    }
    second = store.second.map { PackedSecondStore($0) }
    kernel.weights = UnsafeRawPointer(weights.pointer)
    kernel.weight_sums = self.sums.pointer
    kernel.bias = self.bias?.pointer
    kernel.padding = padding.pointer.assumingMemoryBound(to: UInt8.self)
    kernel.store = dk_store(
      type: store.type, scale: factors.scales?.pointer, multiplier: factors.multipliers?.pointer,
      shift: factors.shifts?.pointer, offset: nil, zero_point: store.zeroPoint,
      table: table?.pointer.assumingMemoryBound(to: UInt8.self), second: second?.pointer)
    self.kernel = kernel
  }

  func step(_ input: Location, _ output: Location) -> Step {
    let pixels = kernel.batch * kernel.out_height * kernel.out_width
    let blocks = isDepthwise ? 1 : kernel.groups * dk_conv_blocks(kernel.group_out)
    // A dozen of the largest register tiles.
    let chunk = 14 * 12
    let chunks = (pixels + chunk - 1) / chunk
    return Step(name: "", units: chunks * blocks) { memory, units in
      withUnsafePointer(to: kernel) { kernel in
        let from = UnsafeRawPointer(memory.read(input, as: UInt8.self))
        let to = UnsafeMutableRawPointer(memory.write(output, as: UInt8.self))
        for unit in units {
          let (block, first) = (unit / chunks, unit % chunks * chunk)
          let last = min(first + chunk, pixels)
          if isDepthwise {
            dk_conv_u8_depthwise(kernel, from, to, first, last)
          } else {
            dk_conv_u8_run(kernel, from, to, first, last, block, block + 1)
          }
        }
      }
    }
  }
}

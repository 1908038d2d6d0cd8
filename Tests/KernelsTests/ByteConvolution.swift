import Kernels
import TestSupport

/// A random convolution of bytes, with its definition in plain loops.
struct ByteConvolution: CustomStringConvertible {
  /// Everything but the pointers.
  private var shape = dk_conv_u8()
  let isDepthwise: Bool
  private let input: [UInt8]
  private let weights: [Int8]  // [output channel][input channel of the group][tap]
  private let bias: [Int32]?
  private let scale: [Float]
  private let offset: [Float]?
  private let table: [UInt8]?
  /// What the output holds before: numbers that must stay where nothing is to be written.
  private let background: [UInt8]
  private let seed: Int

  private static let margin = 64  // bytes before and behind the output

  init(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    self.seed = seed
    isDepthwise = random.chance(1, in: 4)
    repeat {
      shape.batch = random.whole(1...2)
      shape.in_height = random.whole(1...13)
      shape.in_width = random.whole(1...13)
      let large = random.chance(1, in: 20)
      shape.kernel_height = large ? 9 : random.whole(1...4)
      shape.kernel_width = large ? 9 : random.whole(1...4)
      shape.stride_height = random.whole(1...3)
      shape.stride_width = random.whole(1...3)
      shape.dilation_height = random.whole(1...2)
      shape.dilation_width = random.whole(1...2)
      shape.pad_top = random.whole(0...shape.kernel_height)
      shape.pad_left = random.whole(0...shape.kernel_width)
    } while !shape.fits
    shape.out_height =
      (shape.in_height + 2 * shape.pad_top - shape.reachHeight) / shape.stride_height + 1
    shape.out_width =
      (shape.in_width + 2 * shape.pad_left - shape.reachWidth) / shape.stride_width + 1
    if isDepthwise {
      shape.groups = random.whole(1...150)
      shape.group_in = 1
      shape.group_out = 1
    } else {
      shape.groups = random.chance(1, in: 4) ? random.whole(2...4) : 1
      shape.group_in = random.chance(1, in: 2) ? random.whole(1...9) : random.whole(1...40)
      shape.group_out = random.chance(1, in: 2) ? random.whole(1...20) : random.whole(1...80)
    }
    shape.in_stride = shape.inputs + (random.chance(1, in: 2) ? random.whole(0...9) : 0)
    shape.out_stride = shape.outputs + random.whole(0...5)
    shape.in_signed = random.chance(1, in: 2)
    shape.in_zero_point = Int32(random.zeroPoint(signed: shape.in_signed))

    // The last pixel ends where the memory ends, whatever the stride.
    let inputCount =
      (shape.batch * shape.in_height * shape.in_width - 1) * shape.in_stride + shape.inputs
    let weightCount = shape.outputs * shape.group_in * shape.taps
    if random.chance(1, in: 10) {  // the largest sums there are
      input = [UInt8](repeating: random.chance(1, in: 2) ? 255 : 128, count: inputCount)
      weights = [Int8](repeating: -128, count: weightCount)
    } else {
      input = random.bytes(inputCount)
      weights = random.bytes(weightCount).map(Int8.init(bitPattern:))
    }
    let outputs = shape.outputs
    bias =
      random.chance(3, in: 4)
      ? (0..<outputs).map { _ in Int32(random.whole(-20000...20000)) } : nil
    let perTensor = random.scale() * 0.01
    let isPerTensor = random.chance(1, in: 3)
    let powers = random.chance(1, in: 2)  // of two, which make ties
    scale = (0..<outputs).map { _ in
      if isPerTensor { return perTensor }
      if powers { return Float(sign: .plus, exponent: random.whole(-12 ... -1), significand: 1) }
      return Float.random(in: 1e-4...1e-2, using: &random)
    }
    shape.store.type =
      [dk_store_u8, dk_store_s8, dk_store_s32, dk_store_f32].randomElement(using: &random)
      ?? dk_store_u8
    shape.store.zero_point = Int32(random.zeroPoint(signed: shape.store.type == dk_store_s8))
    offset =
      random.chance(1, in: 2)
      ? (0..<outputs).map { _ in Float.random(in: -1...1, using: &random) } : nil
    table = random.chance(1, in: 2) ? random.bytes(256) : nil
    background = random.bytes(
      shape.pixels * shape.out_stride * shape.elementSize + 2 * Self.margin)
  }

  var description: String {
    "seed \(seed): \(shape.batch)x\(shape.in_height)x\(shape.in_width)x\(shape.inputs) to "
      + "\(shape.out_height)x\(shape.out_width)x\(shape.outputs), "
      + "kernel \(shape.kernel_height)x\(shape.kernel_width), "
      + "stride \(shape.stride_height)x\(shape.stride_width), groups \(shape.groups), "
      + "\(isDepthwise ? "depthwise, " : "")\(shape.in_signed ? "int8" : "uint8"), "
      + "store \(shape.store.type.rawValue), \(table == nil ? "no table" : "table")"
  }

  /// The output and what surrounds it, by definition.
  func expected() -> [UInt8] {
    var result = background
    result.withUnsafeMutableBytes { bytes in
      for pixel in 0..<shape.pixels {
        for o in 0..<shape.outputs {
          let at = Self.margin + (pixel * shape.out_stride + o) * shape.elementSize
          store(sum(pixel, o), o, in: bytes, at: at)
        }
      }
    }
    return result
  }

  private func sum(_ pixel: Int, _ o: Int) -> Int32 {
    let outX = pixel % shape.out_width
    let outY = pixel / shape.out_width % shape.out_height
    let n = pixel / shape.out_width / shape.out_height
    let firstChannel = o / shape.group_out * shape.group_in
    var sum = bias?[o] ?? 0
    for ky in 0..<shape.kernel_height {
      let y = outY * shape.stride_height + ky * shape.dilation_height - shape.pad_top
      guard y >= 0, y < shape.in_height else { continue }
      for kx in 0..<shape.kernel_width {
        let x = outX * shape.stride_width + kx * shape.dilation_width - shape.pad_left
        guard x >= 0, x < shape.in_width else { continue }
        let at = ((n * shape.in_height + y) * shape.in_width + x) * shape.in_stride + firstChannel
        let tap = ky * shape.kernel_width + kx
        for c in 0..<shape.group_in {
          let value = Int32(number(input[at + c], signed: shape.in_signed))
          let weight = Int32(weights[(o * shape.group_in + c) * shape.taps + tap])
          sum += (value - shape.in_zero_point) * weight
        }
      }
    }
    return sum
  }

  private func store(
    _ sum: Int32, _ o: Int, in bytes: UnsafeMutableRawBufferPointer, at place: Int
  ) {
    switch shape.store.type {
    case dk_store_s32:
      bytes.storeBytes(of: sum, toByteOffset: place, as: Int32.self)
    case dk_store_f32:
      let product = Float(sum) * scale[o]
      bytes.storeBytes(of: product + (offset?[o] ?? 0), toByteOffset: place, as: Float.self)
    default:
      let scaled = (Float(sum) * scale[o]).roundedHalfToEven + Float(shape.store.zero_point)
      let byte = saturated(scaled, signed: shape.store.type == dk_store_s8)
      bytes[place] = table?[Int(byte)] ?? byte
    }
  }

  /// The output and what surrounds it, computed by the kernels in `parts` ranges of pixels and of
  /// blocks, cut anywhere.
  func computed(parts: Int, in memory: Memory) -> [UInt8] {
    var random = SeededGenerator(seed: UInt64(seed) &+ 1_000_000)
    let output = memory.place(background)
    let input = memory.place(input)
    let sums = memory.place([Int32](repeating: 0, count: shape.outputs))
    let padding = memory.place(
      [UInt8](repeating: UInt8(truncatingIfNeeded: shape.in_zero_point), count: shape.inputs))
    let bias = bias.map { memory.place($0) }
    let scale = memory.place(scale)
    let offset = offset.map { memory.place($0) }
    let table = table.map { memory.place($0) }

    var convolution = shape
    convolution.bias = UnsafePointer(bias?.pointer)
    convolution.padding = UnsafePointer(padding.pointer)
    convolution.store.scale = UnsafePointer(scale.pointer)
    convolution.store.offset = UnsafePointer(offset?.pointer)
    convolution.store.table = UnsafePointer(table?.pointer)
    convolution.weight_sums = UnsafePointer(sums.pointer)
    let target = UnsafeMutableRawPointer(output.pointer) + Self.margin
    let pixelCuts = random.cuts(shape.pixels, into: parts)

    if isDepthwise {
      let packed = memory.place([Int32](repeating: 0, count: shape.outputs * shape.taps))
      dk_conv_u8_depthwise_pack(
        shape.outputs, shape.taps, weights, packed.pointer, sums.pointer)
      convolution.weights = UnsafeRawPointer(packed.pointer)
      for pixels in pixelCuts {
        dk_conv_u8_depthwise(
          &convolution, input.pointer, target, pixels.lowerBound, pixels.upperBound)
      }
      return output.elements
    }
    let packedCount = dk_conv_u8_packed_count(
      shape.groups, shape.group_in, shape.group_out, shape.taps)
    let packed = memory.place([Int8](repeating: 0, count: packedCount))
    dk_conv_u8_pack(
      shape.groups, shape.group_in, shape.group_out, shape.taps, weights, packed.pointer,
      sums.pointer)
    convolution.weights = UnsafeRawPointer(packed.pointer)
    let blocks = shape.groups * dk_conv_blocks(shape.group_out)
    for part in random.cuts(blocks, into: parts) {
      for pixels in pixelCuts {
        dk_conv_u8_run(
          &convolution, input.pointer, target, pixels.lowerBound, pixels.upperBound,
          part.lowerBound, part.upperBound)
      }
    }
    return output.elements
  }
}

extension SeededGenerator {
  /// Ranges that make up 0..<count, in random order; some may be empty.
  mutating func cuts(_ count: Int, into parts: Int) -> [Range<Int>] {
    let places = ([0, count] + (1..<parts).map { _ in whole(0...count) }).sorted()
    return zip(places, places.dropFirst()).map { $0..<$1 }.shuffled(using: &self)
  }
}

extension dk_conv_u8 {
  fileprivate var taps: Int { kernel_height * kernel_width }
  fileprivate var inputs: Int { groups * group_in }
  fileprivate var outputs: Int { groups * group_out }
  fileprivate var pixels: Int { batch * out_height * out_width }
  fileprivate var reachHeight: Int { (kernel_height - 1) * dilation_height + 1 }
  fileprivate var reachWidth: Int { (kernel_width - 1) * dilation_width + 1 }
  fileprivate var fits: Bool {
    in_height + 2 * pad_top >= reachHeight && in_width + 2 * pad_left >= reachWidth
  }
  fileprivate var elementSize: Int {
    store.type == dk_store_u8 || store.type == dk_store_s8 ? 1 : 4
  }
}

import Foundation
import Kernels

/// A quantized operator, its inputs, and what ONNX Runtime made of them: a line of
/// `Tests/Peers/quantized_operators.py`, which says what the numbers mean.
struct OperatorCase: Decodable {
  let `operator`: String
  let signed: Bool
  let scales: [Float]
  let zeros: [Int32]
  let sizes: [Int]
  let a: [Int]
  let b: [Int]
  let x: [Float]
  let y: [Float]

  /// What the kernels make of the same inputs.
  func computed() -> [Float] {
    switch `operator` {
    case "QLinearAdd": binary(dk_add_u8)
    case "QLinearMul": binary(dk_multiply_u8)
    case "QLinearConcat": table(dk_unary(function: dk_identity, a: 0, b: 0))
    case "QLinearLeakyRelu": table(dk_unary(function: dk_leaky_relu, a: 0.1, b: 0))
    case "QLinearSigmoid": table(dk_unary(function: dk_sigmoid, a: 0, b: 0))
    case "QLinearGlobalAveragePool": globalAverage()
    case "QLinearAveragePool", "MaxPool": pool()
    case "QuantizeLinear": quantize()
    case "DequantizeLinear", "DequantizeLinear32": dequantize()
    case "QLinearConv", "ConvInteger": Memory.use { convolution(in: $0) }
    default: []
    }
  }

  private func quantization(_ i: Int) -> dk_quantization {
    dk_quantization(scale: scales[i], zero_point: zeros[i], is_signed: signed)
  }

  private func bytes(_ numbers: [Int]) -> [UInt8] { numbers.map { UInt8(truncatingIfNeeded: $0) } }

  private func numbers(_ bytes: [UInt8]) -> [Float] {
    bytes.map { Float(number($0, signed: signed)) }
  }

  private typealias Binary = (
    UnsafePointer<UInt8>?, Int, dk_quantization, UnsafePointer<UInt8>?, Int, dk_quantization,
    UnsafeMutablePointer<UInt8>?, dk_quantization, Int
  ) -> Void

  private func binary(_ function: Binary) -> [Float] {
    var output = [UInt8](repeating: 0, count: y.count)
    function(
      bytes(a), a.count == 1 ? 0 : 1, quantization(0), bytes(b), b.count == 1 ? 0 : 1,
      quantization(1), &output, quantization(2), y.count)
    return numbers(output)
  }

  private func table(_ function: dk_unary) -> [Float] {
    var table = [UInt8](repeating: 0, count: 256)
    dk_unary_table(function, quantization(0), quantization(1), &table)
    var output = [UInt8](repeating: 0, count: a.count)
    dk_lookup_u8(table, bytes(a), a.count, a.count, 1, &output, a.count)
    return numbers(output)
  }

  private func globalAverage() -> [Float] {
    let (batch, pixels, channels) = (sizes[0], sizes[1] * sizes[2], sizes[3])
    let input = bytes(a)
    var output = [UInt8](repeating: 0, count: batch * channels)
    for n in 0..<batch {
      let image = Array(input[(n * pixels * channels)...])
      var mean = [UInt8](repeating: 0, count: channels)
      dk_global_average_pool_u8(
        image, pixels, channels, channels, quantization(0), quantization(1), &mean)
      output.replaceSubrange((n * channels)..<((n + 1) * channels), with: mean)
    }
    return numbers(output)
  }

  private func pool() -> [Float] {
    var pool = dk_pool()
    (pool.batch, pool.in_height, pool.in_width, pool.channels) =
      (sizes[0], sizes[1], sizes[2], sizes[3])
    (pool.in_stride, pool.out_stride) = (sizes[3], sizes[3])
    (pool.kernel_height, pool.kernel_width) = (sizes[4], sizes[5])
    (pool.stride_height, pool.stride_width) = (sizes[6], sizes[7])
    (pool.pad_top, pool.pad_left) = (sizes[8], sizes[9])
    (pool.out_height, pool.out_width) = (sizes[10], sizes[11])
    var output = [UInt8](repeating: 0, count: y.count)
    let rows = pool.batch * pool.out_height
    if `operator` == "MaxPool" {
      dk_max_pool_u8(&pool, signed, bytes(a), &output, 0, rows)
    } else {
      dk_average_pool_u8(
        &pool, sizes[12] != 0, quantization(0), quantization(1), bytes(a), &output, 0, rows)
    }
    return numbers(output)
  }

  private func quantize() -> [Float] {
    var output = [UInt8](repeating: 0, count: x.count)
    dk_quantize_f32(x, x.count, x.count, 1, scales, zeros, 0, signed, &output, x.count)
    return numbers(output)
  }

  private func dequantize() -> [Float] {
    var output = [Float](repeating: 0, count: a.count)
    if `operator` == "DequantizeLinear32" {
      let numbers = a.map { Int32($0) }
      dk_dequantize_s32(numbers, a.count, a.count, 1, scales, 0, &output, a.count)
    } else {
      dk_dequantize_u8(bytes(a), a.count, a.count, 1, scales, zeros, 0, signed, &output, a.count)
    }
    return output
  }

  private func convolution(in memory: Memory) -> [Float] {
    var shape = dk_conv_u8()
    shape.batch = 1
    (shape.in_height, shape.in_width) = (sizes[0], sizes[1])
    (shape.groups, shape.group_in, shape.group_out) = (1, sizes[2], sizes[3])
    (shape.in_stride, shape.out_stride) = (sizes[2], sizes[3])
    (shape.kernel_height, shape.kernel_width) = (sizes[4], sizes[4])
    (shape.stride_height, shape.stride_width) = (sizes[5], sizes[5])
    (shape.pad_top, shape.pad_left) = (sizes[6], sizes[6])
    (shape.out_height, shape.out_width) = (sizes[7], sizes[8])
    (shape.dilation_height, shape.dilation_width) = (1, 1)
    shape.in_signed = signed
    shape.in_zero_point = zeros[0]
    let taps = sizes[4] * sizes[4]
    let packed = memory.place(
      [Int8](repeating: 0, count: dk_conv_u8_packed_count(1, sizes[2], sizes[3], taps)))
    let sums = memory.place([Int32](repeating: 0, count: sizes[3]))
    dk_conv_u8_pack(
      1, sizes[2], sizes[3], taps, b.map { Int8($0) }, packed.pointer, sums.pointer)
    let padding = memory.place(
      [UInt8](repeating: UInt8(truncatingIfNeeded: zeros[0]), count: sizes[2]))
    let bias = memory.place(x.map { Int32($0) })
    let scale = memory.place(scales)
    shape.weights = UnsafeRawPointer(packed.pointer)
    shape.weight_sums = UnsafePointer(sums.pointer)
    shape.padding = UnsafePointer(padding.pointer)
    let blocks = dk_conv_blocks(sizes[3])
    let pixels = sizes[7] * sizes[8]
    if `operator` == "ConvInteger" {
      shape.store.type = dk_store_s32
      var output = [Int32](repeating: 0, count: y.count)
      dk_conv_u8_run(&shape, bytes(a), &output, 0, pixels, 0, blocks)
      return output.map(Float.init)
    }
    shape.bias = UnsafePointer(bias.pointer)
    shape.store.type = signed ? dk_store_s8 : dk_store_u8
    shape.store.scale = UnsafePointer(scale.pointer)
    shape.store.zero_point = zeros[1]
    var output = [UInt8](repeating: 0, count: y.count)
    dk_conv_u8_run(&shape, bytes(a), &output, 0, pixels, 0, blocks)
    return numbers(output)
  }
}

import Kernels
import TestSupport
import Testing

/// Element-wise functions of bytes against their formulas, bit for bit, on every path.
@Suite struct ByteArithmeticTests {
  static let seeds = 0..<200

  private struct Operands {
    let a, b: dk_quantization
    let y: dk_quantization
    let left, right: [UInt8]
    let signed: Bool

    init(seed: Int) {
      var random = SeededGenerator(seed: UInt64(seed))
      let signed = random.chance(1, in: 2)
      func quantization() -> dk_quantization {
        dk_quantization(
          scale: random.scale(), zero_point: Int32(random.zeroPoint(signed: signed)),
          is_signed: signed)
      }
      (a, b, y) = (quantization(), quantization(), quantization())
      let count = random.whole(1...300)
      left = random.bytes(count)
      right = random.bytes(count)
      self.signed = signed
    }
  }

  @Test("Quantized sums round as specified", arguments: Path.all)
  func sumsRoundAsSpecified(path: Path) {
    for seed in Self.seeds {
      let o = Operands(seed: seed)
      let found = path.run { memory in
        let output = memory.place(o.left.map { ~$0 })
        let (left, right) = (memory.place(o.left), memory.place(o.right))
        dk_add_u8(
          left.pointer, 1, o.a, right.pointer, 1, o.b, output.pointer, o.y, output.count)
        return output.elements
      }
      let (fa, fb) = (o.a.scale / o.y.scale, o.b.scale / o.y.scale)
      let zeros = (fb * Float(o.b.zero)).addingProduct(fa, Float(o.a.zero))
      let fixed = Float(o.y.zero) - zeros
      let expected = zip(o.left, o.right).map { left, right in
        let (x, z) = (
          Float(number(left, signed: o.signed)), Float(number(right, signed: o.signed))
        )
        let sum = fixed.addingProduct(z, fb).addingProduct(x, fa)
        return saturated(sum.roundedHalfToEven, signed: o.signed)
      }
      #expect(found == expected, "seed \(seed)")
    }
  }

  @Test("Quantized products round as specified", arguments: Path.all)
  func productsRoundAsSpecified(path: Path) {
    for seed in Self.seeds {
      let o = Operands(seed: seed)
      let found = path.run { memory in
        let output = memory.place(o.left.map { ~$0 })
        let (left, right) = (memory.place(o.left), memory.place(o.right))
        dk_multiply_u8(
          left.pointer, 1, o.a, right.pointer, 1, o.b, output.pointer, o.y, output.count)
        return output.elements
      }
      let factor = o.a.scale * o.b.scale / o.y.scale
      let expected = zip(o.left, o.right).map { left, right in
        let product =
          (number(left, signed: o.signed) - o.a.zero)
          * (number(right, signed: o.signed) - o.b.zero)
        let scaled = Float(product) * factor
        return saturated((scaled + Float(o.y.zero)).roundedHalfToEven, signed: o.signed)
      }
      #expect(found == expected, "seed \(seed)")
    }
  }

  /// One number for all is the same as a row of that number, whichever operand it is: ONNX Runtime
  /// adds the single number first.
  @Test("One number for all equals a row of that number", arguments: Path.all)
  func oneOperandCanBeASingleNumber(path: Path) {
    for seed in Self.seeds {
      let o = Operands(seed: seed)
      let one = [o.right[0]]
      let row = [UInt8](repeating: one[0], count: o.left.count)
      let count = o.left.count
      path.run { memory in
        let (single, whole, swapped) = (memory.place(row), memory.place(row), memory.place(row))
        dk_add_u8(o.left, 1, o.a, one, 0, o.b, single.pointer, o.y, count)
        dk_add_u8(o.left, 1, o.a, row, 1, o.b, whole.pointer, o.y, count)
        dk_add_u8(one, 0, o.b, o.left, 1, o.a, swapped.pointer, o.y, count)
        #expect(single.elements == whole.elements, "seed \(seed)")
        #expect(single.elements == swapped.elements, "seed \(seed)")
        dk_multiply_u8(o.left, 1, o.a, one, 0, o.b, single.pointer, o.y, count)
        dk_multiply_u8(o.left, 1, o.a, row, 1, o.b, whole.pointer, o.y, count)
        dk_multiply_u8(one, 0, o.b, o.left, 1, o.a, swapped.pointer, o.y, count)
        #expect(single.elements == whole.elements, "seed \(seed)")
        #expect(single.elements == swapped.elements, "seed \(seed)")
        dk_add_u8(o.left, 0, o.a, one, 0, o.b, single.pointer, o.y, count)
        #expect(Set(single.elements).count == 1, "seed \(seed)")
      }
    }
  }

  @Test("Quantizing rounds half to even and saturates", arguments: Path.all)
  func quantizingRoundsHalfToEvenAndSaturates(path: Path) {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: UInt64(seed))
      let signed = random.chance(1, in: 2)
      let channels = random.whole(1...70)
      let pixels = random.whole(1...4)
      let (xStride, yStride) = (channels + random.whole(0...3), channels + random.whole(0...3))
      let step = random.whole(0...1)
      let scales = (0..<channels).map { _ in random.scale() }
      let zeros = (0..<channels).map { _ in Int32(random.zeroPoint(signed: signed)) }
      let special: [Float] = [.nan, .infinity, -.infinity, 3e38, -3e38, -0.0]
      let x = (0..<((pixels - 1) * xStride + channels)).map { _ -> Float in
        if random.chance(1, in: 10) { return special[random.whole(0...5)] }
        if random.chance(1, in: 2) { return Float(random.whole(-600...600)) * 0.5 * scales[0] }
        return Float.random(in: -60...60, using: &random)
      }
      let background = random.bytes((pixels - 1) * yStride + channels)
      let (found, foundBack) = path.run { memory in
        let output = memory.place(background)
        let back = memory.place(x)
        dk_quantize_f32(
          memory.place(x).pointer, xStride, channels, pixels, scales, zeros, step, signed,
          output.pointer, yStride)
        dk_dequantize_u8(
          output.pointer, yStride, channels, pixels, scales, zeros, step, signed, back.pointer,
          xStride)
        return (output.elements, back.elements)
      }
      var expected = background
      var expectedBack = x
      for p in 0..<pixels {
        for c in 0..<channels {
          let zero = zeros[c * step]
          let scale = scales[c * step]
          let rounded = (x[p * xStride + c] / scale).roundedHalfToEven + Float(zero)
          let byte = saturated(rounded, signed: signed)
          expected[p * yStride + c] = byte
          expectedBack[p * xStride + c] = Float(Int32(number(byte, signed: signed)) - zero) * scale
        }
      }
      #expect(found == expected, "seed \(seed)")
      #expect(
        foundBack.map(\.bitPattern) == expectedBack.map(\.bitPattern), "seed \(seed)")
    }
  }

  @Test("Quantizing to 16 bits rounds half to even and saturates", arguments: Path.all)
  func quantizingToWords(path: Path) {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: UInt64(seed))
      let signed = random.chance(1, in: 2)
      let limits: ClosedRange<Float> = signed ? -32_768...32_767 : 0...65_535
      let channels = random.whole(1...70)
      let pixels = random.whole(1...4)
      let (xStride, yStride) = (channels + random.whole(0...3), channels + random.whole(0...3))
      let step = random.whole(0...1)
      let scales = (0..<channels).map { _ in random.scale() }
      let zeros = (0..<channels).map { _ in
        Int32(random.whole(Int(limits.lowerBound)...Int(limits.upperBound)))
      }
      let special: [Float] = [.infinity, -.infinity, 3e38, -3e38, -0.0]
      let x = (0..<((pixels - 1) * xStride + channels)).map { _ -> Float in
        if random.chance(1, in: 10) { return special[random.whole(0...4)] }
        return Float(random.whole(-140_000...140_000)) * 0.5 * scales[0]
      }
      let background = (0..<((pixels - 1) * yStride + channels)).map { _ in
        UInt16(random.whole(0...65_535))
      }
      let (found, foundBack) = path.run { memory in
        let output = memory.place(background)
        let back = memory.place(x)
        dk_quantize_f32_u16(
          memory.place(x).pointer, xStride, channels, pixels, scales, zeros, step, signed,
          output.pointer, yStride)
        dk_dequantize_u16(
          output.pointer, yStride, channels, pixels, scales, zeros, step, signed, back.pointer,
          xStride)
        return (output.elements, back.elements)
      }
      var expected = background
      var expectedBack = x
      for p in 0..<pixels {
        for c in 0..<channels {
          let (zero, scale) = (zeros[c * step], scales[c * step])
          let rounded = (x[p * xStride + c] / scale).roundedHalfToEven + Float(zero)
          let whole = Int32(min(max(rounded, limits.lowerBound), limits.upperBound))
          expected[p * yStride + c] = UInt16(truncatingIfNeeded: whole)
          expectedBack[p * xStride + c] = Float(whole - zero) * scale
        }
      }
      #expect(found == expected, "seed \(seed)")
      #expect(
        foundBack.map(\.bitPattern) == expectedBack.map(\.bitPattern), "seed \(seed)")
    }
  }

  @Test("A table has the values of its function", arguments: Path.all)
  func tablesHoldWhatTheFunctionGives(path: Path) {
    for seed in Self.seeds {
      let o = Operands(seed: seed)
      var leaky = [UInt8](repeating: 0, count: 256)
      let found = path.run { memory in
        let output = memory.place(o.left)
        dk_unary_table(dk_unary(function: dk_leaky_relu, a: 0.1, b: 0), o.a, o.y, &leaky)
        dk_lookup_u8(
          leaky, output.pointer, output.count, output.count, 1, output.pointer, output.count)
        return output.elements
      }
      let expected = (0..<256).map { i -> UInt8 in
        let x = Float(number(UInt8(i), signed: o.signed) - o.a.zero) * o.a.scale
        let y = x < 0 ? x * 0.1 : x
        return saturated((y / o.y.scale).roundedHalfToEven + Float(o.y.zero), signed: o.signed)
      }
      #expect(leaky == expected, "seed \(seed)")
      #expect(found == o.left.map { expected[Int($0)] }, "seed \(seed)")
    }
  }
}

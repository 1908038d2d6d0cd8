import Kernels
import TestSupport
import Testing

/// What moves bytes about, and pooling, against plain loops on every path.
@Suite struct ByteMapTests {
  @Test("Feature maps change their layout and back", arguments: Path.all)
  func mapsChangeTheirLayout(path: Path) {
    for seed in 0..<100 {
      var random = SeededGenerator(seed: UInt64(seed))
      let (channels, height, width) = (
        random.whole(1...90), random.whole(1...9), random.whole(1...30)
      )
      let pixels = height * width
      let stride = channels + random.whole(0...4)
      let planes = random.bytes(channels * pixels)
      let background = random.bytes((pixels - 1) * stride + channels)
      var expected = background
      for p in 0..<pixels {
        for c in 0..<channels { expected[p * stride + c] = planes[c * pixels + p] }
      }
      path.run { memory in
        let map = memory.place(background)
        dk_interleave_u8(memory.place(planes).pointer, channels, pixels, map.pointer, stride)
        #expect(map.elements == expected, "seed \(seed)")
        let again = memory.place([UInt8](repeating: 0, count: planes.count))
        dk_planes_u8(map.pointer, stride, channels, pixels, again.pointer)
        #expect(again.elements == planes, "seed \(seed)")

        let (down, across) = (random.whole(1...3), random.whole(1...3))
        let large = memory.place([UInt8](repeating: 0, count: pixels * down * across * channels))
        for rows in random.cuts(height * down, into: 2) {
          dk_upsample_u8(
            map.pointer, height, width, stride, channels, down, across, large.pointer, channels,
            rows.lowerBound, rows.upperBound)
        }
        let expectedLarge = (0..<(height * down)).flatMap { y in
          (0..<(width * across)).flatMap { x -> ArraySlice<UInt8> in
            let first = (y / down * width + x / across) * stride
            return expected[first..<(first + channels)]
          }
        }
        #expect(large.elements == expectedLarge, "seed \(seed)")
      }
    }
  }

  @Test("Pooling equals its definition", arguments: Path.all)
  func poolsEqualTheirDefinition(path: Path) {
    for seed in 0..<200 {
      var random = SeededGenerator(seed: UInt64(seed))
      var pool = dk_pool()
      pool.batch = random.whole(1...2)
      (pool.in_height, pool.in_width) = (random.whole(3...9), random.whole(3...9))
      pool.channels = random.whole(1...70)
      (pool.kernel_height, pool.kernel_width) = (random.whole(1...3), random.whole(1...3))
      (pool.stride_height, pool.stride_width) = (random.whole(1...3), random.whole(1...3))
      pool.pad_top = random.whole(0...(pool.kernel_height - 1))
      pool.pad_left = random.whole(0...(pool.kernel_width - 1))
      pool.out_height =
        (pool.in_height + 2 * pool.pad_top - pool.kernel_height) / pool.stride_height + 1
      pool.out_width =
        (pool.in_width + 2 * pool.pad_left - pool.kernel_width) / pool.stride_width + 1
      pool.in_stride = pool.channels + random.whole(0...4)
      pool.out_stride = pool.channels + random.whole(0...4)
      let signed = random.chance(1, in: 2)
      let paddingCounts = random.chance(1, in: 2)
      func quantization() -> dk_quantization {
        dk_quantization(
          scale: random.scale(), zero_point: Int32(random.zeroPoint(signed: signed)),
          is_signed: signed)
      }
      let (x, y) = (quantization(), quantization())
      let pixels = pool.in_height * pool.in_width
      let input = random.bytes((pool.batch * pixels - 1) * pool.in_stride + pool.channels)
      let outputs = pool.batch * pool.out_height * pool.out_width
      let background = random.bytes((outputs - 1) * pool.out_stride + pool.channels)

      var largest = background
      var mean = background
      for o in 0..<outputs {
        let (outX, outY) = (o % pool.out_width, o / pool.out_width % pool.out_height)
        let n = o / pool.out_width / pool.out_height
        for c in 0..<pool.channels {
          var numbers: [Int] = []
          for ky in 0..<pool.kernel_height {
            let row = outY * pool.stride_height + ky - pool.pad_top
            guard row >= 0, row < pool.in_height else { continue }
            for kx in 0..<pool.kernel_width {
              let column = outX * pool.stride_width + kx - pool.pad_left
              guard column >= 0, column < pool.in_width else { continue }
              let pixel = n * pixels + row * pool.in_width + column
              numbers.append(number(input[pixel * pool.in_stride + c], signed: signed))
            }
          }
          let cells = paddingCounts ? pool.kernel_height * pool.kernel_width : numbers.count
          let sum = numbers.reduce(Float(0)) { $0 + x.scale * Float($1 - x.zero) }
          let scaled = sum / Float(cells) / y.scale + Float(y.zero)
          largest[o * pool.out_stride + c] = UInt8(truncatingIfNeeded: numbers.max() ?? 0)
          mean[o * pool.out_stride + c] = saturated(scaled.roundedHalfToEven, signed: signed)
        }
      }
      path.run { memory in
        let source = memory.place(input)
        let (foundLargest, foundMean) = (memory.place(background), memory.place(background))
        for rows in random.cuts(pool.batch * pool.out_height, into: 3) {
          dk_max_pool_u8(
            &pool, signed, source.pointer, foundLargest.pointer, rows.lowerBound, rows.upperBound)
          dk_average_pool_u8(
            &pool, paddingCounts, x, y, source.pointer, foundMean.pointer, rows.lowerBound,
            rows.upperBound)
        }
        #expect(foundLargest.elements == largest, "seed \(seed)")
        #expect(foundMean.elements == mean, "seed \(seed)")

        let whole = memory.place([UInt8](repeating: 0, count: pool.channels))
        dk_global_average_pool_u8(
          source.pointer, pixels, pool.channels, pool.in_stride, x, y, whole.pointer)
        let expected = (0..<pool.channels).map { c -> UInt8 in
          let sum = (0..<pixels).reduce(0) {
            $0 + number(input[$1 * pool.in_stride + c], signed: signed) - x.zero
          }
          let scaled = Float(sum) * (x.scale / (y.scale * Float(pixels)))
          return saturated(scaled.roundedHalfToEven + Float(y.zero), signed: signed)
        }
        #expect(whole.elements == expected, "seed \(seed)")
      }
    }
  }
}

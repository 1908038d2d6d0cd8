/// Writes PNG files of every kind the format knows, straight from its specification (ISO 15948), so
/// that the reader is checked against something other than the library it is made of.
struct PNGFile {
  var width: Int
  var height: Int
  var bitDepth = 8
  /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
  var colorType = 2
  var isInterlaced = false
  var palette: [UInt8] = []
  var transparency: [UInt8] = []
  /// The samples of the pixel at (x, y).
  var samples: (_ x: Int, _ y: Int) -> [Int]

  var bytes: [UInt8] {
    var header = Self.big(width) + Self.big(height)
    header += [UInt8(bitDepth), UInt8(colorType), 0, 0, isInterlaced ? 1 : 0]
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += Self.chunk("IHDR", header)
    if !palette.isEmpty { file += Self.chunk("PLTE", palette) }
    if !transparency.isEmpty { file += Self.chunk("tRNS", transparency) }
    return file + Self.chunk("IDAT", Self.zlib(scanlines)) + Self.chunk("IEND", [])
  }

  /// Unfiltered rows, each after a zero byte; seven reduced images when interlaced.
  private var scanlines: [UInt8] {
    let passes =
      isInterlaced
      ? [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
        (0, 1, 1, 2),
      ] : [(0, 0, 1, 1)]
    var output: [UInt8] = []
    for (left, top, columnStep, rowStep) in passes where left < width {
      for y in stride(from: top, to: height, by: rowStep) {
        output.append(0)
        var bits = 0
        var filled = 0
        for x in stride(from: left, to: width, by: columnStep) {
          for sample in samples(x, y) {
            bits = bits << bitDepth | sample
            filled += bitDepth
            while filled >= 8 {
              filled -= 8
              output.append(UInt8(truncatingIfNeeded: bits >> filled))
            }
          }
        }
        if filled > 0 { output.append(UInt8(truncatingIfNeeded: bits << (8 - filled))) }
      }
    }
    return output
  }

  static func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func chunk(_ name: String, _ contents: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + contents
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in body {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0)
      }
    }
    return big(contents.count) + body + big(Int(~remainder))
  }

  /// A zlib stream of stored blocks.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let block = bytes[start...].prefix(0xFFFF)
      start += block.count
      let size = UInt16(block.count)
      output += [start == bytes.count ? 1 : 0, UInt8(size & 255), UInt8(size >> 8)]
      output += [UInt8(~size & 255), UInt8(~size >> 8)] + block
    } while start < bytes.count
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65521
      high = (high + low) % 65521
    }
    return output + big(high << 16 | low)
  }
}

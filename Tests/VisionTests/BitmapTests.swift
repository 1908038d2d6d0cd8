import Testing
import Vision

@Suite("Reading bitmaps")
struct BitmapTests {
  /// A bitmap with the plain header of Windows.
  struct File {
    var width: Int32 = 3
    var height: Int32 = 2
    var planes: UInt16 = 1
    var bits: UInt16 = 24
    var compression: UInt32 = 0
    var colors: [UInt8] = []
    var pixels: [UInt8] = [
      // The lower row: blue, green, red of each pixel, filled up to 4 bytes.
      7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0,
      1, 2, 3, 4, 5, 6, 250, 251, 252, 0, 0, 0,
    ]

    var bytes: [UInt8] {
      func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      }
      let start = UInt32(54 + colors.count)
      var bytes = Array("BM".utf8) + little(start + UInt32(pixels.count)) + little(0)
      bytes += little(start) + little(40) + little(UInt32(bitPattern: width))
      bytes += little(UInt32(bitPattern: height)) + little(UInt32(planes) | UInt32(bits) << 16)
      bytes += little(compression) + little(0) + little(0) + little(0)
      return bytes + little(UInt32(colors.count / 4)) + little(0) + colors + pixels
    }
  }

  @Test("Rows go from the bottom up, or of a negative height from the top down")
  func rows() throws {
    let upward = try Image(decoding: File().bytes)
    #expect(upward.width == 3 && upward.height == 2)
    #expect(upward.pixels == [3, 2, 1, 6, 5, 4, 252, 251, 250, 9, 8, 7, 12, 11, 10, 15, 14, 13])
    let downward = try Image(decoding: File(height: -2).bytes)
    #expect(Array(downward.pixels[..<9]) == Array(upward.pixels[9...]))
    #expect(Array(downward.pixels[9...]) == Array(upward.pixels[..<9]))
  }

  @Test("A bitmap cut at any length is refused")
  func truncated() {
    let palette = File(
      bits: 4, colors: (0..<8).map { $0 }, pixels: [0x01, 0x10, 0, 0, 0x10, 0x10, 0, 0])
    #expect(throws: Never.self) { try Image(decoding: palette.bytes) }
    for bytes in [File().bytes, palette.bytes] {
      for length in 0..<bytes.count {
        #expect(throws: ImageError.self, "cut to \(length) of \(bytes.count) bytes") {
          try Image(decoding: Array(bytes.prefix(length)))
        }
      }
    }
  }

  @Test(
    "What is not read, and what cannot be, is named",
    arguments: [
      (File(bits: 8, compression: 1), "run-length encoding (RLE8)"),
      (File(bits: 4, compression: 2), "run-length encoding (RLE4)"),
      (File(compression: 4), "JPEG data"), (File(compression: 99), "an unknown compression"),
      (File(bits: 7), "planes of 7 bits"), (File(planes: 0), "0 planes"),
      (File(width: 0), "a size of 0 x 2"), (File(height: 0), "a size of 3 x 0"),
      (File(width: -3), "a size of -3 x 2"), (File(height: .min), "a size of 3 x -2147483648"),
      (File(width: 20000, height: 10000), "cannot hold 20000 x 10000 pixels"),
      (File(width: .max, height: .max), "more than the 268435456 that are read"),
      (File(width: .max, height: 1), "more than the 268435456 that are read"),
      (
        File(bits: 8, colors: [1, 2, 3, 0], pixels: [0, 0, 0, 0, 0, 1, 0, 0]),
        "row 0 has a colour beyond the 1 of the palette"
      ),
    ])
  func refused(file: File, words: String) {
    #expect {
      try Image(decoding: file.bytes, source: "a.bmp")
    } throws: { error in
      error is ImageError && "\(error)".hasPrefix("a.bmp: ") && "\(error)".contains(words)
    }
  }
}

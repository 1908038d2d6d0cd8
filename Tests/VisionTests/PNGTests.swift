import Testing
import Vision

@Suite("Reading PNG")
struct PNGTests {
  private static func check(
    _ file: PNGFile, sourceLocation: SourceLocation = #_sourceLocation,
    expected: (_ x: Int, _ y: Int) -> [UInt8]
  ) throws {
    for isInterlaced in [false, true] {
      var file = file
      file.isInterlaced = isInterlaced
      let image = try Image(decoding: file.bytes)
      #expect(image.width == file.width, sourceLocation: sourceLocation)
      #expect(image.height == file.height, sourceLocation: sourceLocation)
      var pixels: [UInt8] = []
      for y in 0..<file.height {
        for x in 0..<file.width { pixels += expected(x, y) }
      }
      #expect(
        image.pixels == pixels, "interlaced: \(isInterlaced)", sourceLocation: sourceLocation)
    }
  }

  @Test("8-bit RGB is taken as it is")
  func rgb() throws {
    let file = PNGFile(width: 13, height: 11) { x, y in [x * 19, y * 23, (x * y) % 256] }
    try Self.check(file) { x, y in [UInt8(x * 19), UInt8(y * 23), UInt8(x * y % 256)] }
  }

  @Test("16-bit samples are rounded to the nearest 8-bit value")
  func sixteenBits() throws {
    let file = PNGFile(width: 9, height: 10, bitDepth: 16) { x, y in
      [x * 8191, y * 7281, (x * 977 + y * 6101) % 65536]
    }
    func rounded(_ sample: Int) -> UInt8 { UInt8((Double(sample) / 257).rounded()) }
    try Self.check(file) { x, y in
      [rounded(x * 8191), rounded(y * 7281), rounded((x * 977 + y * 6101) % 65536)]
    }
  }

  @Test("Grey of every depth spans black to white", arguments: [1, 2, 4, 8])
  func grey(bitDepth: Int) throws {
    let levels = 1 << bitDepth
    let file = PNGFile(width: 19, height: 9, bitDepth: bitDepth, colorType: 0) { x, y in
      [(x + y * 5) % levels]
    }
    try Self.check(file) { x, y in
      Array(repeating: UInt8((x + y * 5) % levels * 255 / (levels - 1)), count: 3)
    }
  }

  @Test("16-bit grey becomes 8-bit RGB")
  func sixteenBitGrey() throws {
    let file = PNGFile(width: 5, height: 5, bitDepth: 16, colorType: 0) { x, y in
      [x * 10000 + y * 5000]
    }
    try Self.check(file) { x, y in
      Array(repeating: UInt8((Double(x * 10000 + y * 5000) / 257).rounded()), count: 3)
    }
  }

  @Test("Palette entries get their colours, transparent ones are laid over black")
  func palette() throws {
    let colors: [[UInt8]] = [[255, 0, 10], [200, 100, 50], [1, 2, 3], [250, 251, 252]]
    for bitDepth in [2, 4, 8] {
      let file = PNGFile(
        width: 7, height: 6, bitDepth: bitDepth, colorType: 3, palette: colors.flatMap(\.self),
        transparency: [0, 128]
      ) { x, y in [(x + y) % 4] }
      try Self.check(file) { x, y in
        let entry = (x + y) % 4
        let alpha = [0.0, 128, 255, 255][entry] / 255
        return colors[entry].map { UInt8((Double($0) * alpha).rounded()) }
      }
    }
  }

  @Test("Alpha is composited over black")
  func alpha() throws {
    let rgba = PNGFile(width: 8, height: 9, colorType: 6) { x, y in [250, x * 30, y * 20, x * 36] }
    try Self.check(rgba) { x, y in
      [250, x * 30, y * 20].map { UInt8((Double($0 * x * 36) / 255).rounded()) }
    }
    let grey = PNGFile(width: 8, height: 9, colorType: 4) { x, y in [y * 28, x * 36] }
    try Self.check(grey) { x, y in
      Array(repeating: UInt8((Double(y * 28 * x * 36) / 255).rounded()), count: 3)
    }
  }

  @Test("A colour declared transparent becomes black")
  func transparentColor() throws {
    let file = PNGFile(
      width: 4, height: 4, transparency: [0, 200, 0, 100, 0, 50]
    ) { x, y in x == y ? [200, 100, 50] : [200, 100, 51] }
    try Self.check(file) { x, y in x == y ? [0, 0, 0] : [200, 100, 51] }
  }

  @Test("A file cut at any length is an error")
  func truncated() throws {
    let bytes = PNGFile(width: 6, height: 5, isInterlaced: true) { x, y in [x, y, 9] }.bytes
    for length in 0..<bytes.count {
      #expect(throws: ImageError.self, "cut to \(length) bytes") {
        try Image(decoding: Array(bytes.prefix(length)))
      }
    }
  }

  @Test("A wrong checksum or a cut stream of pixels is called damage")
  func damaged() throws {
    let whole = PNGFile(width: 6, height: 5) { x, y in [x, y, 9] }.bytes
    var flipped = whole
    flipped[flipped.count - 30] ^= 0x40
    #expect {
      try Image(decoding: flipped, source: "a.png")
    } throws: { error in
      guard case .corrupt(source: "a.png", _) = error as? ImageError else { return false }
      return true
    }
    var short = PNGFile(width: 6, height: 5) { x, y in [x, y, 9] }
    short.height = 4
    var bytes = short.bytes
    // The header claims one row more than there is.
    bytes.replaceSubrange(
      8..<33,
      with: PNGFile.chunk("IHDR", PNGFile.big(6) + PNGFile.big(5) + [8, 2, 0, 0, 0]))
    #expect(throws: ImageError.self) { try Image(decoding: bytes) }
  }

  @Test("A small file that claims a huge image is refused before memory is taken")
  func huge() throws {
    func claiming(_ width: Int, _ height: Int) -> [UInt8] {
      var bytes = PNGFile(width: 6, height: 5) { x, y in [x, y, 9] }.bytes
      bytes.replaceSubrange(
        8..<33,
        with: PNGFile.chunk("IHDR", PNGFile.big(width) + PNGFile.big(height) + [8, 2, 0, 0, 0]))
      return bytes
    }
    #expect(
      throws: ImageError.tooLarge(source: "image", width: 2_000_000_000, height: 2_000_000_000)
    ) { try Image(decoding: claiming(2_000_000_000, 2_000_000_000)) }
    #expect {
      try Image(decoding: claiming(16000, 16000))
    } throws: { error in
      "\(error)".contains("cannot hold 16000 x 16000 pixels")
    }
  }
}

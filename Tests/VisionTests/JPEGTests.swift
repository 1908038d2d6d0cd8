import Testing
import Vision

@Suite("Reading JPEG")
struct JPEGTests {
  @Test("Baseline and progressive files decode to the bytes Pillow and OpenCV get")
  func decoded() throws {
    let baseline = try Image(decoding: JPEGFixtures.baseline)
    #expect(baseline.width == 20)
    #expect(baseline.height == 12)
    #expect(baseline.pixels == JPEGFixtures.decoded)
    #expect(try Image(decoding: JPEGFixtures.progressive) == baseline)
  }

  @Test("Grey becomes RGB of equal parts")
  func grey() throws {
    let image = try Image(decoding: JPEGFixtures.grey)
    #expect(image.pixels == JPEGFixtures.greyDecoded.flatMap { [$0, $0, $0] })
  }

  @Test("Inks become the RGB that Pillow makes of them")
  func inks() throws {
    let image = try Image(decoding: JPEGFixtures.cmyk)
    func pixel(_ x: Int, _ y: Int) -> [UInt8] {
      let place = (y * image.width + x) * 3
      return Array(image.pixels[place..<place + 3])
    }
    #expect(image.width == 20 && image.height == 12)
    // `Image.open(...).convert("RGB")` of Pillow 13.
    #expect(pixel(0, 0) == [1, 2, 16] && pixel(19, 0) == [255, 2, 200])
    #expect(pixel(0, 11) == [1, 253, 0] && pixel(19, 11) == [255, 253, 201])
    #expect(image.pixels.reduce(0) { $0 + Int($1) } == 85381)
  }

  @Test("12 bits a sample are refused as such")
  func twelveBits() throws {
    var bytes = JPEGFixtures.baseline
    let frame = try #require(
      bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes[frame + 4] = 12
    #expect {
      try Image(decoding: bytes)
    } throws: { error in
      guard case .unsupported(_, let reason) = error as? ImageError else { return false }
      return reason.contains("12")
    }
  }

  @Test(
    "A file cut at any length is an error, not grey filler",
    arguments: [
      JPEGFixtures.baseline, JPEGFixtures.progressive, JPEGFixtures.grey, JPEGFixtures.cmyk,
    ])
  func truncated(bytes: [UInt8]) {
    for length in 0..<bytes.count {
      #expect(throws: ImageError.self, "cut to \(length) of \(bytes.count) bytes") {
        try Image(decoding: Array(bytes.prefix(length)))
      }
    }
  }

  @Test("A small file that claims a huge image is refused before memory is taken")
  func huge() throws {
    for fixture in [JPEGFixtures.baseline, JPEGFixtures.progressive] {
      var bytes = fixture
      let frame = try #require(
        bytes.indices.dropLast().first {
          bytes[$0] == 0xFF && (bytes[$0 + 1] == 0xC0 || bytes[$0 + 1] == 0xC2)
        })
      bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x3E, 0x80, 0x3E, 0x80])
      #expect {
        try Image(decoding: bytes)
      } throws: { error in
        "\(error)".contains("cannot hold 16000 x 16000 pixels")
      }
      bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0x00, 0xFF, 0x00])
      #expect(throws: ImageError.tooLarge(source: "image", width: 65280, height: 65280)) {
        try Image(decoding: bytes)
      }
    }
  }

  @Test("Random damage gives an image or an error, never a crash")
  func mutations() {
    var state: UInt64 = 7
    func random(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let png = PNGFile(width: 9, height: 9, colorType: 6) { x, y in [x, y, 7, x * y] }.bytes
    for original in [JPEGFixtures.baseline, JPEGFixtures.progressive, JPEGFixtures.cmyk, png] {
      var refused = 0
      for _ in 0..<1500 {
        var bytes = original
        for _ in 0...random(below: 4) {
          bytes[random(below: bytes.count)] = UInt8(random(below: 256))
        }
        do throws(ImageError) {
          let image = try Image(decoding: bytes)
          #expect(image.pixels.count == image.width * image.height * 3)
        } catch {
          refused += 1
        }
      }
      #expect(refused > 0)
    }
  }
}

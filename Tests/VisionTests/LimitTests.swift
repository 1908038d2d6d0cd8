import Foundation
import TestSupport
import Testing
import Vision

/// Small files that claim much, and large ones that are what they say.
@Suite("What images may ask for")
struct LimitTests {
  /// A PNG with one more chunk before its pixels.
  static func png(with chunk: [UInt8]) -> [UInt8] {
    var bytes = PNGFile(width: 6, height: 5) { x, y in [x, y, 9] }.bytes
    bytes.insert(contentsOf: chunk, at: 33)
    return bytes
  }

  @Test(
    "A chunk that claims more than the file has is named with its place, whatever kind it is",
    arguments: [
      "tEXt", "zTXt", "iTXt", "iCCP", "eXIf", "sPLT", "hIST", "pCAL", "sCAL", "abCd", "PLTE",
      "IDAT",
    ])
  func chunkLength(name: String) {
    var chunk = PNGFile.big(0x7FFF_FFF0)
    chunk += Array(name.utf8)
    chunk += [1, 2, 3]
    let whole = Self.png(with: chunk)
    for bytes in [whole, Array(whole.prefix(44))] {
      #expect {
        try Image(decoding: bytes, source: "a.png")
      } throws: { error in
        guard case .corrupt("a.png", let reason) = error as? ImageError else { return false }
        return reason.contains("\(name) at byte 33 claims 2147483632 bytes")
      }
    }
  }

  @Test("Large texts, profiles and EXIF data are stepped over, as are chunks of others")
  func metadata() throws {
    let plain = try Image(decoding: Self.png(with: []))
    let filler = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    var chunks: [UInt8] = []
    for name in ["iCCP", "iTXt", "eXIf", "zTXt", "tEXt", "sPLT", "abCd"] {
      chunks += PNGFile.chunk(name, filler)
    }
    #expect(try Image(decoding: Self.png(with: chunks)) == plain)
  }

  @Test("A JPEG with arithmetic coding is held against its size")
  func arithmeticPixels() {
    #expect {
      try Image(decoding: HostileImages.arithmeticJPEG(side: 4096, scans: 1), source: "a.jpg")
    } throws: { error in
      guard case .beyondLimits("a.jpg", let reason) = error as? ImageError else { return false }
      return reason.contains("4096 x 4096 pixels") && reason.contains("arithmetic coding")
        && reason.contains("jpegtran")
    }
    #expect {
      try Image(decoding: HostileImages.arithmeticJPEG(side: 16384, scans: 1))
    } throws: { error in
      "\(error)".contains("more than the \(DecodingLimits.pixels) that any file may have")
    }
  }

  @Test("Scans are counted before any is decoded")
  func scans() {
    #expect {
      try Image(decoding: HostileImages.arithmeticJPEG(side: 256, scans: 499))
    } throws: { error in
      "\(error)".contains("499 scans, more than the \(DecodingLimits.scans)")
    }
    #expect {
      try Image(decoding: HostileImages.arithmeticJPEG(side: 1000, scans: 99))
    } throws: { error in
      "\(error)".contains("99 scans that go over 4640625 blocks of 8 x 8")
    }
  }

  @Test("Compressed data beyond the pixels are refused, since all of them would be unpacked")
  func surplus() {
    var file = PNGFile(width: 6, height: 5) { x, y in [x, y, 9] }
    file.height = 5
    let bytes = file.bytes
    var surplus = bytes
    surplus.insert(
      contentsOf: PNGFile.chunk("IDAT", Array(repeating: 0, count: 70_000)), at: bytes.count - 12)
    #expect {
      try Image(decoding: surplus)
    } throws: { error in
      guard case .beyondLimits(_, let reason) = error as? ImageError else { return false }
      return reason.contains("bytes of compressed pixels for 6 x 5 pixels")
    }
  }

  @Test("A side is at most a million pixels, and large images are not too dense")
  func sides() {
    func claiming(_ width: Int, _ height: Int, byteCount: Int) -> [UInt8] {
      var bytes = PNGFile(width: 8, height: 1, bitDepth: 1, colorType: 0) { _, _ in [0] }.bytes
      bytes.replaceSubrange(
        8..<33,
        with: PNGFile.chunk("IHDR", PNGFile.big(width) + PNGFile.big(height) + [1, 0, 0, 0, 0]))
      let filler = PNGFile.chunk("tEXt", Array(repeating: 0, count: byteCount))
      bytes.insert(contentsOf: filler, at: 33)
      return bytes
    }
    #expect {
      try Image(decoding: claiming(1_000_001, 1, byteCount: 1000))
    } throws: { error in
      "\(error)".contains("more than the 1000000 that a side may have")
    }
    #expect {
      try Image(decoding: claiming(16384, 16384, byteCount: 40_000))
    } throws: { error in
      "\(error)".contains(
        "more than the 67108864 that any file may have and the 1024 for each byte")
    }
  }

  @Test("Images of one colour are read, however well they compress", arguments: [8000, 4096])
  func oneColor(side: Int) throws {
    let image = try Image(
      width: side, height: side, filledWith: Color(red: 9, green: 80, blue: 200))
    let bytes = try image.encoded(as: .png)
    #expect(bytes.count < side * side / 200)
    #expect(try Image(decoding: bytes) == image)
  }

  @Test("A JPEG of 108 million pixels of one colour is read")
  func largeJPEG() throws {
    let image = try Image(width: 12000, height: 9000, filledWith: .white)
    #expect(try Image(decoding: image.encoded(as: .jpeg)) == image)
  }

  @Test(
    "Every image that is at hand is read",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func allImages() throws {
    let shared = try #require(Fixtures.shared)
    let folders = [shared, Fixtures.root.appendingPathComponent("Images")]
    var count = 0
    for folder in folders {
      for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
        let isAttack = name.contains("attack-") || name.contains("bad")
        guard [".jpg", ".jpeg", ".png"].contains(where: name.hasSuffix), !isAttack else { continue }
        #expect(throws: Never.self, "\(name)") {
          do throws(ImageError) {
            _ = try Image(contentsOf: folder.appendingPathComponent(name).path)
          } catch {
            if case .beyondLimits = error { throw error }
          }
        }
        count += 1
      }
    }
    #expect(count > 100)
  }
}

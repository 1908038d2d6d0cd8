import Foundation
import TestSupport
import Testing
import Vision

/// Images of all kinds that are read, decoded by Pillow and here.
@Suite("Decoding compared with Pillow", .enabled(if: Peers.python != nil, "\(Peers.areMissing)"))
struct PillowTests {
  @Test("CMYK and YCCK JPEG, bitmaps and WebP decode to the bytes that Pillow gets")
  func sameBytes() throws {
    let folder = try WorkFolder()
    let outcome = try Peers.run("decoded_images.py", [folder.url.path])
    try #require(outcome.status == 0, "\(outcome)")
    let names = outcome.output.split(separator: "\n").map(String.init)
    let compared = names.filter { names.contains($0 + ".png") }
    #expect(compared.count == 22)
    for name in compared {
      let expected = try Image(contentsOf: folder.path(name + ".png"))
      let found = try Image(contentsOf: folder.path(name))
      #expect(found.width == expected.width && found.height == expected.height, "\(name)")
      let wrong = zip(found.pixels, expected.pixels).count { $0 != $1 }
      #expect(wrong == 0, "\(name): \(wrong) of \(expected.pixels.count) bytes differ")
    }
    #expect {
      try Image(contentsOf: folder.path("animated.webp"))
    } throws: { error in
      guard case .unsupported(_, let reason) = error as? ImageError else { return false }
      return reason.contains("animated WebP")
    }
  }

  @Test("A WebP cut at any length is an error, not grey filler")
  func truncated() throws {
    let folder = try WorkFolder()
    _ = try Peers.run("decoded_images.py", [folder.url.path])
    for name in ["lossy.webp", "lossless-alpha.webp"] {
      let bytes = [UInt8](try Data(contentsOf: folder.url.appendingPathComponent(name)))
      for length in 0..<bytes.count - 1 {
        #expect(throws: ImageError.self, "\(name) cut to \(length) of \(bytes.count) bytes") {
          try Image(decoding: Array(bytes.prefix(length)))
        }
      }
    }
  }
}

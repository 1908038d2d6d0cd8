import Files
import Foundation
import Testing
import Vision

@Suite("Image files")
struct ImageFileTests {
  private static func image() throws -> Image {
    try Image(width: 37, height: 21) { x, y in
      [UInt8(x * 6), UInt8(y * 12), UInt8((x * y) & 255)]
    }
  }

  @Test("PNG gives back the same pixels and JPEG nearly the same")
  func roundTrip() throws {
    let image = try Self.image()
    #expect(try Image(decoding: image.encoded(as: .png)) == image)
    // A smooth image, so that the quantization of quality 100 is the only loss: 3 is what the
    // rounding of colour conversion and of the transform add up to.
    let smooth = try Image(width: 37, height: 21) { x, y in
      [UInt8(x * 6), UInt8(y * 12), UInt8(x + y)]
    }
    let again = try Image(decoding: smooth.encoded(as: .jpeg, quality: 100))
    let error = zip(again.pixels, smooth.pixels).map { abs(Int($0) - Int($1)) }.max()
    #expect(try #require(error) <= 3)
  }

  @Test("Quality makes files larger, and the same image gives the same bytes")
  func quality() throws {
    let image = try Self.image()
    let sizes = try [10, 50, 92].map { try image.encoded(as: .jpeg, quality: $0).count }
    #expect(sizes == sizes.sorted() && sizes[0] < sizes[2])
    #expect(try image.encoded(as: .jpeg) == image.encoded(as: .jpeg, quality: 92))
    #expect(try image.encoded(as: .png) == image.encoded(as: .png))
    #expect(
      try image.encoded(as: .jpeg, quality: 900) == image.encoded(as: .jpeg, quality: 100))
  }

  @Test("The end of the name chooses the format")
  func names() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "vision-tests-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let image = try Self.image()
    for (name, start) in [("a.png", 0x89), ("a.PNG", 0x89), ("a.jpg", 0xFF), ("a.JPEG", 0xFF)] {
      let path = folder.appendingPathComponent(name).path
      try image.write(to: path)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).first == UInt8(start))
      #expect(try Image(contentsOf: path).width == 37)
    }
    let path = folder.appendingPathComponent("a.bmp").path
    #expect(throws: ImageError.unknownFileType(source: path)) { try image.write(to: path) }
    #expect {
      try image.write(to: folder.appendingPathComponent("missing/a.png").path)
    } throws: { error in
      guard case .file(let cause) = error as? ImageError else { return false }
      return cause.kind == .unwritable
    }
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).count == 4)
  }

  @Test("A missing file is an unreadable file")
  func missing() {
    #expect {
      try Image(contentsOf: "/nowhere/at/all.png")
    } throws: { error in
      guard case .file(let cause) = error as? ImageError else { return false }
      return cause.kind == .unreadable && "\(error)".contains("/nowhere/at/all.png")
    }
  }

  @Test(
    "What is no image is named",
    arguments: [
      ("GIF89a", "GIF"),
      ("\n<!DOCTYPE html><html>", "web page"), ("<html>", "web page"),
      ("version https://git-lfs.github.com/spec/v1\n", "git-lfs pointer"),
      ("", "an empty file"), ("abc", "a text"), ("ab\u{1}", "61 62 01"), ("<svg xmlns=", "SVG"),
      ("\0\0\0\u{1C}ftypheic", "HEIC"),
    ])
  func foreign(text: String, name: String) {
    #expect {
      try Image(decoding: Array(text.utf8), source: "x.jpg")
    } throws: { error in
      guard case .notAnImage(source: "x.jpg", let found) = error as? ImageError else {
        return false
      }
      return found.contains(name)
    }
  }

  @Test("An image too wide for JPEG is an error")
  func tooWide() throws {
    let wide = try Image(width: 65536, height: 1, filledWith: .black)
    #expect {
      try wide.encoded(as: .jpeg)
    } throws: { error in
      guard case .notEncodable = error as? ImageError else { return false }
      return true
    }
    #expect(try Image(decoding: wide.encoded(as: .png)) == wide)
  }

  @Test("Pixels must fill the image")
  func sizes() {
    #expect(throws: ImageError.wrongSize(width: 2, height: 2, bytes: 11)) {
      try Image(width: 2, height: 2, pixels: Array(repeating: 0, count: 11))
    }
    #expect(throws: ImageError.self) { try Image(width: 0, height: 2, pixels: []) }
    #expect(throws: ImageError.self) { try Image(width: -1, height: -3, pixels: [1, 2, 3]) }
    #expect(throws: ImageError.tooLarge(source: "image", width: .max, height: 2)) {
      try Image(width: .max, height: 2, filledWith: .white)
    }
  }
}

import Testing
import Vision

@Suite("EXIF orientation")
struct OrientationTests {
  /// An APP1 segment with one tag before the orientation.
  private static func exif(
    _ orientation: Int, isBigEndian: Bool, directory: Int = 8, count: Int = 2, type: Int = 3
  ) -> [UInt8] {
    func word(_ value: Int) -> [UInt8] {
      let bytes = [UInt8(value >> 8 & 255), UInt8(value & 255)]
      return isBigEndian ? bytes : bytes.reversed()
    }
    func long(_ value: Int) -> [UInt8] {
      isBigEndian
        ? word(value >> 16) + word(value & 0xFFFF) : word(value & 0xFFFF) + word(value >> 16)
    }
    var tiff: [UInt8] = Array((isBigEndian ? "MM" : "II").utf8) + word(42) + long(directory)
    tiff += word(count)
    tiff += word(0x0100) + word(4) + long(1) + long(3000)
    tiff += word(0x0112) + word(type) + long(1) + word(orientation) + word(0)
    tiff += long(0)
    let body = Array("Exif".utf8) + [0, 0] + tiff
    return [0xFF, 0xE1, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
  }

  /// A file whose quarters are red, green (right), blue (below), white (right below), with the
  /// segment put in after its start.
  private static func file(with segment: [UInt8]) throws -> [UInt8] {
    let image = try Image(width: 32, height: 16) { x, y in
      switch (x < 16, y < 8) {
      case (true, true): [255, 0, 0]
      case (false, true): [0, 255, 0]
      case (true, false): [0, 0, 255]
      case (false, false): [255, 255, 255]
      }
    }
    var bytes = try image.encoded(as: .jpeg, quality: 95)
    bytes.insert(contentsOf: segment, at: 2)
    return bytes
  }

  private static func corner(_ image: Image, _ isRight: Bool, _ isBottom: Bool) -> String {
    let x = isRight ? image.width - 3 : 2
    let y = isBottom ? image.height - 3 : 2
    let place = (y * image.width + x) * 3
    return image.pixels[place..<place + 3].map { $0 > 127 ? "1" : "0" }.joined()
  }

  /// The standard names an orientation by where the stored first row and first column belong.
  @Test(
    "The stored first row and first column come to the sides the standard names",
    arguments: [
      (1, "top", "left"), (2, "top", "right"), (3, "bottom", "right"), (4, "bottom", "left"),
      (5, "left", "top"), (6, "right", "top"), (7, "right", "bottom"), (8, "left", "bottom"),
    ])
  func turned(orientation: Int, firstRow: String, firstColumn: String) throws {
    for isBigEndian in [true, false] {
      let bytes = try Self.file(with: Self.exif(orientation, isBigEndian: isBigEndian))
      let image = try Image(decoding: bytes)
      let swapped = orientation >= 5
      #expect(image.width == (swapped ? 16 : 32))
      #expect(image.height == (swapped ? 32 : 16))
      func opposite(_ side: String) -> String {
        ["top": "bottom", "bottom": "top", "left": "right", "right": "left"][side] ?? ""
      }
      func corner(_ one: String, _ other: String) -> String {
        Self.corner(image, [one, other].contains("right"), [one, other].contains("bottom"))
      }
      #expect(corner(firstRow, firstColumn) == "100")
      #expect(corner(firstRow, opposite(firstColumn)) == "010")
      #expect(corner(opposite(firstRow), firstColumn) == "001")
      #expect(corner(opposite(firstRow), opposite(firstColumn)) == "111")
    }
  }

  @Test("A malformed note leaves the image as stored")
  func malformed() throws {
    let upright = try Image(decoding: Self.file(with: []))
    let segments = [
      Self.exif(0, isBigEndian: true), Self.exif(9, isBigEndian: true),
      Self.exif(6, isBigEndian: true, directory: 0x7FFF_FFFF),
      Self.exif(6, isBigEndian: false, directory: 4000),
      Self.exif(6, isBigEndian: true, count: 1), Self.exif(6, isBigEndian: true, type: 4),
      [0xFF, 0xE1, 0, 8] + Array("Exif".utf8) + [0, 0], [0xFF, 0xE1, 0, 2],
      [0xFF, 0xE1, 0, 10] + Array("Exif".utf8) + [0, 0, 0x4D, 0x4D],
    ]
    for segment in segments {
      #expect(try Image(decoding: Self.file(with: segment)) == upright)
    }
  }

  @Test("A note claiming more entries than it holds is read as far as it goes")
  func overlongCount() throws {
    let image = try Image(
      decoding: Self.file(with: Self.exif(6, isBigEndian: true, count: 60000)))
    #expect(image.width == 16)
  }
}

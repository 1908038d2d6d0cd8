/// A picture of 8-bit RGB pixels.
public struct Picture: Hashable, Sendable {
  /// The width in pixels, at least 1.
  public let width: Int
  /// The height in pixels, at least 1.
  public let height: Int
  /// Red, green, blue of each pixel, row by row from the top left: `width * height * 3` bytes.
  public internal(set) var pixels: [UInt8]

  /// The most pixels a picture may have, 2^28 (about 800 MB of memory).
  public static let largestPixelCount = 1 << 28

  /// Creates a picture from its pixels.
  ///
  /// - Throws: `PictureError.wrongSize` when a side is not positive or the pixels do not fill the
  ///   picture, `PictureError.tooLarge` above `largestPixelCount`.
  public init(width: Int, height: Int, pixels: [UInt8]) throws(PictureError) {
    let count = try Picture.pixelCount(width: width, height: height, source: "picture")
    guard pixels.count == count * 3 else {
      throw .wrongSize(width: width, height: height, bytes: pixels.count)
    }
    self.init(validWidth: width, height: height, pixels: pixels)
  }

  /// Creates a picture of one colour.
  ///
  /// - Throws: `PictureError` as the other initializer.
  public init(width: Int, height: Int, filledWith color: Color) throws(PictureError) {
    let count = try Picture.pixelCount(width: width, height: height, source: "picture")
    let pixels = [UInt8](unsafeUninitializedCapacity: count * 3) { buffer, initialized in
      for pixel in 0..<count {
        buffer.initializeElement(at: pixel * 3, to: color.red)
        buffer.initializeElement(at: pixel * 3 + 1, to: color.green)
        buffer.initializeElement(at: pixel * 3 + 2, to: color.blue)
      }
      initialized = count * 3
    }
    self.init(validWidth: width, height: height, pixels: pixels)
  }

  /// Creates a picture whose size was checked before.
  init(validWidth width: Int, height: Int, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// `width * height`, checked against `largestPixelCount` without overflow.
  static func pixelCount(width: Int, height: Int, source: String) throws(PictureError) -> Int {
    guard width > 0, height > 0 else {
      throw .wrongSize(width: width, height: height, bytes: 0)
    }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, count <= largestPixelCount else {
      throw .tooLarge(source: source, width: width, height: height)
    }
    return count
  }
}

import Files
import ImageCodecs

/// An image of 8-bit RGB pixels.
public struct Image: Hashable, Sendable {
  /// The width in pixels, at least 1.
  public let width: Int
  /// The height in pixels, at least 1.
  public let height: Int
  /// Red, green, blue of each pixel, row by row from the top left: `width * height * 3` bytes.
  public internal(set) var pixels: [UInt8]

  /// The most pixels an image may have, 2^28 (about 800 MB of memory).
  public static let largestPixelCount = 1 << 28

  /// Creates an image from its pixels.
  ///
  /// - Throws: `ImageError.wrongSize` when a side is not positive or the pixels do not fill the
  ///   image, `ImageError.tooLarge` above `largestPixelCount`.
  public init(width: Int, height: Int, pixels: [UInt8]) throws(ImageError) {
    let count = try Image.pixelCount(width: width, height: height, source: "image")
    guard pixels.count == count * 3 else {
      throw .wrongSize(width: width, height: height, bytes: pixels.count)
    }
    self.init(validWidth: width, height: height, pixels: pixels)
  }

  /// Whether all pixels are equal.
  public var isOfOneColour: Bool { pixels.dropFirst(3).elementsEqual(pixels.dropLast(3)) }

  /// Creates an image of one colour.
  ///
  /// - Throws: `ImageError` as the other initializer.
  public init(width: Int, height: Int, filledWith color: Color) throws(ImageError) {
    let count = try Image.pixelCount(width: width, height: height, source: "image")
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

  /// Creates an image whose size was checked before.
  init(validWidth width: Int, height: Int, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// `width * height`, checked against `largestPixelCount` without overflow.
  static func pixelCount(width: Int, height: Int, source: String) throws(ImageError) -> Int {
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

extension Image {
  /// The image turned upright.
  func oriented(_ orientation: Orientation) -> Image {
    guard orientation != .upright else { return self }
    let newWidth = orientation.swapsSides ? height : width
    let newHeight = orientation.swapsSides ? width : height
    // Where the pixel (0, 0) of the result lies in the source and the steps, in pixels, that one
    // column and one row of the result are there.
    let right = width - 1
    let bottom = (height - 1) * width
    let (start, column, row) =
      switch orientation {
      case .upright: (0, 1, width)
      case .mirrored: (right, -1, width)
      case .upsideDown: (bottom + right, -1, -width)
      case .flipped: (bottom, 1, -width)
      case .transposed: (0, width, 1)
      case .turnedClockwise: (bottom, -width, 1)
      case .transversed: (bottom + right, -width, -1)
      case .turnedAnticlockwise: (right, width, -1)
      }
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { output, initialized in
      pixels.withUnsafeBufferPointer { input in
        var target = 0
        for y in 0..<newHeight {
          var source = (start + y * row) * 3
          for _ in 0..<newWidth {
            for channel in 0..<3 {
              output.initializeElement(at: target + channel, to: input[source + channel])
            }
            target += 3
            source += column * 3
          }
        }
      }
      initialized = pixels.count
    }
    return Image(validWidth: newWidth, height: newHeight, pixels: turned)
  }
}

extension Image {
  /// The quality that JPEG files get unless another is asked for.
  public static let defaultQuality = 92

  /// The bytes of the image as a file of the format; the same image gives the same bytes.
  ///
  /// - Parameter quality: of JPEG, 1 to 100 (values outside are taken as the nearest end); from 90
  ///   on, colours keep their full resolution.
  /// - Throws: `ImageError.notEncodable` when the format cannot hold the image: JPEG ends at
  ///   65500 pixels a side.
  public func encoded(
    as format: ImageFormat, quality: Int = defaultQuality
  ) throws(ImageError) -> [UInt8] {
    var output = codec_output()
    defer { codec_free(&output) }
    let status = pixels.withUnsafeBufferPointer { buffer in
      let (start, width, height) = (buffer.baseAddress, UInt32(width), UInt32(height))
      return switch format {
      case .jpeg:
        codec_jpeg_encode(start, width, height, Int32(min(max(quality, 1), 100)), &output)
      case .png: codec_png_encode(start, width, height, &output)
      }
    }
    guard status == CODEC_OK else {
      let reason = withUnsafeBytes(of: output.message) { text in
        String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw .notEncodable(reason: reason)
    }
    return Array(UnsafeBufferPointer(start: output.bytes, count: output.count))
  }

  /// Writes the image as the end of the name asks: `.png`, `.jpg` or `.jpeg`.
  ///
  /// The file appears whole or not at all.
  ///
  /// - Throws: `ImageError` when the name ends otherwise, the format cannot hold the image or
  ///   the file cannot be written.
  public func write(to path: String, quality: Int = defaultQuality) throws(ImageError) {
    guard let format = ImageFormat(path: path) else { throw .unknownFileType(source: path) }
    let bytes = try encoded(as: format, quality: quality)
    do throws(FileError) {
      try AtomicFile.write(bytes, to: path)
    } catch {
      throw .file(error)
    }
  }
}

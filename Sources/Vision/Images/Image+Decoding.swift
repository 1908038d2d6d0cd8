import Files
import ImageCodecs

extension Image {
  /// Reads a JPEG or PNG file.
  ///
  /// The result is what OpenCV and Pillow decode with libjpeg-turbo's defaults: accurate integer
  /// DCT, smooth chroma upsampling, grey turned into RGB, the EXIF orientation applied. PNG samples
  /// of 16 bits are rounded to 8, transparency is composited over black. Colour profiles are not
  /// applied.
  ///
  /// - Throws: `ImageError` when the file cannot be read, is of another format or kind, is
  ///   damaged or cut short anywhere, has more than `largestPixelCount` pixels, or asks for more
  ///   than `DecodingLimits` allow.
  public init(contentsOf path: String) throws(ImageError) {
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path: path)
    } catch {
      throw .file(error)
    }
    try self.init(decoding: file)
  }

  /// Decodes a file that is open already.
  ///
  /// - Throws: `ImageError` as for files by their paths.
  public init(decoding file: MappedFile) throws(ImageError) {
    self = try file.withUnsafeBytes { (bytes) throws(ImageError) in
      try Image(encoded: bytes, source: file.path)
    }
  }

  /// Decodes the bytes of a JPEG or PNG file.
  ///
  /// - Parameter source: what errors call the bytes.
  /// - Throws: `ImageError` as for files.
  public init(decoding bytes: [UInt8], source: String = "image") throws(ImageError) {
    self = try bytes.withUnsafeBytes { buffer in
      Result { () throws(ImageError) in try Image(encoded: buffer, source: source) }
    }.get()
  }

  private init(encoded bytes: UnsafeRawBufferPointer, source: String) throws(ImageError) {
    guard let format = ImageFormat(signatureOf: bytes) else {
      throw .notAnImage(source: source, found: ImageFormat.describe(bytes))
    }
    let codec = Codec(format: format, bytes: bytes, source: source)
    var header = try codec.header()
    let width = Int(header.width)
    let height = Int(header.height)
    let count = try Image.pixelCount(width: width, height: height, source: source)
    // A small file that claims a huge image is refused before the memory for it is touched.
    guard header.least_bytes <= UInt64(bytes.count) else {
      let reason = "\(bytes.count) bytes cannot hold \(width) x \(height) pixels"
      throw .corrupt(source: source, reason: reason)
    }
    try DecodingLimits.check(header, byteCount: bytes.count, source: source)
    var pixels = try codec.pixels(count: count * Int(header.channels), header: &header)
    if header.channels == 4 { Image.compositeOverBlack(&pixels, count: count) }
    self.init(validWidth: width, height: height, pixels: pixels)
    if format == .jpeg { self = oriented(Orientation(jpeg: bytes)) }
  }

  /// RGBA made RGB: each colour times alpha, rounded. In place, because a second copy of a large
  /// image is the difference between fitting into memory and not.
  private static func compositeOverBlack(_ pixels: inout [UInt8], count: Int) {
    pixels.withUnsafeMutableBufferPointer { pixels in
      for pixel in 0..<count {
        let alpha = UInt32(pixels[pixel * 4 + 3])
        for channel in 0..<3 {
          let product = UInt32(pixels[pixel * 4 + channel]) * alpha
          pixels[pixel * 3 + channel] = UInt8(truncatingIfNeeded: (product + 127) / 255)
        }
      }
    }
    pixels.removeLast(count)
  }
}

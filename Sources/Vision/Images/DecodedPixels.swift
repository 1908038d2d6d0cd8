import ImageCodecs

/// The pixels of an image file, with its alpha where it has one.
struct DecodedPixels {
  let width: Int
  let height: Int
  /// Bytes of each pixel: 3 for RGB, 4 for RGB and alpha, not premultiplied.
  private(set) var channels: Int
  /// Row by row from the top left.
  private(set) var bytes: [UInt8]
  /// How the image has to be turned to stand upright.
  let orientation: Orientation

  /// Decodes the bytes of a file.
  ///
  /// - Throws: `ImageError` as `Image.init(contentsOf:)`.
  init(_ file: UnsafeRawBufferPointer, source: String) throws(ImageError) {
    guard let format = StoredFormat(signatureOf: file) else {
      throw .notAnImage(source: source, found: StoredFormat.describe(file))
    }
    let codec = Codec(format: format, bytes: file, source: source)
    var header = try codec.header()
    width = Int(header.width)
    height = Int(header.height)
    channels = Int(header.channels)
    let count = try Image.pixelCount(width: width, height: height, source: source)
    // A small file that claims a huge image is refused before the memory for it is touched.
    guard header.least_bytes <= UInt64(file.count) else {
      let reason = "\(file.count) bytes cannot hold \(width) x \(height) pixels"
      throw .corrupt(source: source, reason: reason)
    }
    try DecodingLimits.check(header, byteCount: file.count, source: source)
    bytes = try codec.pixels(count: count * channels, header: &header)
    orientation = format == .jpeg ? Orientation(jpeg: file) : .upright
    if header.colors == CODEC_COLORS_CMYK { fromInks() }
  }

  /// RGBA made RGB: each colour times alpha, rounded.
  mutating func compositeOverBlack() {
    guard channels == 4 else { return }
    reduce { color, alpha in (color * alpha + 127) / 255 }
  }

  /// Inks made RGB: a colour is black minus the part of it that the ink of the colour takes,
  /// without a colour profile.
  ///
  /// Source: Pillow, `src/libImaging/Convert.c`, `cmyk2rgb`, with `MULDIV255` of `ImagingUtils.h`. As
  /// Pillow, OpenCV and stb_image do, all such files are taken for inverted, which those of Adobe's
  /// programs are.
  private mutating func fromInks() {
    reduce { color, black in
      let product = (255 - color) * black + 128
      return black - (((product >> 8) + product) >> 8)
    }
  }

  /// Makes three channels of four, each of the first three with the fourth. In place, because a
  /// second copy of a large image is the difference between fitting into memory and not.
  private mutating func reduce(_ value: (UInt32, UInt32) -> UInt32) {
    let count = width * height
    bytes.withUnsafeMutableBufferPointer { bytes in
      for pixel in 0..<count {
        let fourth = UInt32(bytes[pixel * 4 + 3])
        for channel in 0..<3 {
          bytes[pixel * 3 + channel] = UInt8(
            truncatingIfNeeded: value(UInt32(bytes[pixel * 4 + channel]), fourth))
        }
      }
    }
    bytes.removeLast(count)
    channels = 3
  }
}

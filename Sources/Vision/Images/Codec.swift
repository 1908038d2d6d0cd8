import ImageCodecs

/// The codec of one file: the calls into C and their errors.
struct Codec {
  let format: ImageFormat
  let bytes: UnsafeRawBufferPointer
  let source: String

  private var start: UnsafePointer<UInt8>? { bytes.assumingMemoryBound(to: UInt8.self).baseAddress }

  /// Reads the header and refuses what has no RGB.
  func header() throws(ImageError) -> codec_header {
    var header = codec_header()
    let status =
      switch format {
      case .jpeg: codec_jpeg_header(start, bytes.count, &header)
      case .png: codec_png_header(start, bytes.count, &header)
      }
    try check(status, header)
    guard header.colors == CODEC_COLORS_RGB else {
      let reason = "a CMYK JPEG, whose inks are not RGB; convert it first, for example with "
      throw .unsupported(
        source: source, reason: reason + "`magick in.jpg -colorspace sRGB out.jpg`")
    }
    return header
  }

  /// Decodes `count` bytes of pixels.
  func pixels(count: Int, header: inout codec_header) throws(ImageError) -> [UInt8] {
    var status = CODEC_OK
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      status =
        switch format {
        case .jpeg: codec_jpeg_decode(start, bytes.count, buffer.baseAddress, &header)
        case .png: codec_png_decode(start, bytes.count, buffer.baseAddress, &header)
        }
      initialized = status == CODEC_OK ? count : 0
    }
    try check(status, header)
    return pixels
  }

  private func check(_ status: codec_status, _ header: codec_header) throws(ImageError) {
    guard status != CODEC_OK else { return }
    let message = withUnsafeBytes(of: header.message) { text in
      String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
    switch status {
    case CODEC_UNSUPPORTED:
      let advice = "convert it to an ordinary 8-bit RGB image first"
      throw .unsupported(source: source, reason: "\(message); \(advice)")
    case CODEC_NO_MEMORY:
      throw .unsupported(source: source, reason: "there is not enough memory to decode it")
    default:
      throw .corrupt(source: source, reason: message)
    }
  }
}

import ImageCodecs

/// The codec of one file: the calls that read it, in C but for bitmaps, and their errors.
struct Codec {
  let format: StoredFormat
  let bytes: UnsafeRawBufferPointer
  let source: String

  private var start: UnsafePointer<UInt8>? { bytes.assumingMemoryBound(to: UInt8.self).baseAddress }

  /// Reads the header.
  func header() throws(ImageError) -> codec_header {
    if format == .bitmap { return try Bitmap(bytes, source: source).header }
    var header = codec_header()
    let status =
      switch format {
      case .jpeg: codec_jpeg_header(start, bytes.count, &header)
      case .png: codec_png_header(start, bytes.count, &header)
      case .webP: codec_webp_header(start, bytes.count, &header)
      case .bitmap: CODEC_UNSUPPORTED
      }
    try check(status, header)
    return header
  }

  /// Decodes `count` bytes of pixels.
  func pixels(count: Int, header: inout codec_header) throws(ImageError) -> [UInt8] {
    if format == .bitmap { return try Bitmap(bytes, source: source).pixels() }
    var status = CODEC_OK
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      status =
        switch format {
        case .jpeg: codec_jpeg_decode(start, bytes.count, buffer.baseAddress, &header)
        case .png: codec_png_decode(start, bytes.count, buffer.baseAddress, &header)
        case .webP: codec_webp_decode(start, bytes.count, buffer.baseAddress, &header)
        case .bitmap: CODEC_UNSUPPORTED
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
    case CODEC_NO_LIBRARY:
      throw .unsupported(
        source: source,
        reason: "a WebP image, which needs libwebp.so.7, and that \(message); install it (the "
          + "package libwebp7 of Debian and Ubuntu, libwebp of others), or convert the image to PNG"
      )
    case CODEC_NO_MEMORY:
      throw .unsupported(source: source, reason: "there is not enough memory to decode it")
    default:
      throw .corrupt(source: source, reason: message)
    }
  }
}

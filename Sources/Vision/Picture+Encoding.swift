import Files
import ImageCodecs

extension Picture {
  /// The quality that JPEG files get unless another is asked for.
  public static let defaultQuality = 92

  /// The bytes of the picture as a file of the format; the same picture gives the same bytes.
  ///
  /// - Parameter quality: of JPEG, 1 to 100 (values outside are taken as the nearest end); from 90
  ///   on, colours keep their full resolution.
  /// - Throws: `PictureError.notEncodable` when the format cannot hold the picture: JPEG ends at
  ///   65500 pixels a side.
  public func encoded(
    as format: PictureFormat, quality: Int = defaultQuality
  ) throws(PictureError) -> [UInt8] {
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

  /// Writes the picture as the end of the name asks: `.png`, `.jpg` or `.jpeg`.
  ///
  /// The file appears whole or not at all.
  ///
  /// - Throws: `PictureError` when the name ends otherwise, the format cannot hold the picture or
  ///   the file cannot be written.
  public func write(to path: String, quality: Int = defaultQuality) throws(PictureError) {
    guard let format = PictureFormat(path: path) else { throw .unknownFileType(source: path) }
    let bytes = try encoded(as: format, quality: quality)
    do throws(FileError) {
      try AtomicFile.write(bytes, to: path)
    } catch {
      throw .file(error)
    }
  }
}

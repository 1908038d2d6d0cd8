/// The image formats that are read and written.
public enum ImageFormat: Hashable, Sendable, CaseIterable {
  /// JPEG.
  case jpeg
  /// PNG.
  case png

  /// The format that the end of a file name asks for, or nil.
  public init?(path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".png") {
      self = .png
    } else if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
      self = .jpeg
    } else {
      return nil
    }
  }

  /// The format that the first bytes of a file announce, or nil.
  init?(signatureOf bytes: UnsafeRawBufferPointer) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else {
      return nil
    }
  }

  /// What the first bytes of a file that is no JPEG or PNG look like, in words for a message.
  static func describe(_ bytes: UnsafeRawBufferPointer) -> String {
    if bytes.isEmpty { return "an empty file" }
    func holds(_ text: StaticString, at offset: Int = 0) -> Bool {
      text.withUTF8Buffer { bytes.dropFirst(offset).starts(with: $0) }
    }
    if holds("RIFF"), holds("WEBP", at: 8) { return "WebP; convert it to PNG or JPEG" }
    if holds("GIF8") { return "GIF; convert it to PNG" }
    if holds("BM") { return "a Windows bitmap; convert it to PNG" }
    if holds("II*\0") || holds("MM\0*") { return "TIFF; convert it to PNG" }
    if holds("ftypavif", at: 4) { return "AVIF; convert it to PNG or JPEG" }
    if holds("ftyp", at: 4) { return "HEIC or a film; convert it to JPEG" }
    if holds("\0\0\0\u{0C}jP  ") { return "JPEG 2000; convert it to PNG or JPEG" }
    if holds("8BPS") { return "a Photoshop document; export it as PNG" }
    if holds("%PDF") { return "a PDF document" }
    if holds("PK\u{03}\u{04}") { return "a ZIP archive; unpack it" }
    if holds("version https://git-lfs") {
      return "a git-lfs pointer; run `git lfs pull` to get the file itself"
    }
    let start = bytes.prefix(256).drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let opening = String(decoding: start.prefix(9), as: UTF8.self).lowercased()
    if opening.hasPrefix("<!doctype") || opening.hasPrefix("<html") {
      return "an HTML page; the download did not give the file itself"
    }
    if opening.hasPrefix("<svg") || opening.hasPrefix("<?xml") {
      return "XML, perhaps SVG; convert it to PNG"
    }
    return "bytes that begin " + bytes.prefix(8).map(hexadecimal).joined(separator: " ")
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

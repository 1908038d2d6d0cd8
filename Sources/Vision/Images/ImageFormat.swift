import Files

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

  /// What a file that is no JPEG or PNG is, and what to do, in words for a message.
  static func describe(_ bytes: UnsafeRawBufferPointer) -> String {
    if let kind = FileKind(bytes) { return "\(kind.words); \(kind.remedy(wanted: .image))" }
    return "bytes that begin " + bytes.prefix(8).map(hexadecimal).joined(separator: " ")
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

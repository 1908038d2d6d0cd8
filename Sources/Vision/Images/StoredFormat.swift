import Files

/// The image formats that are read, known by the first bytes of a file.
enum StoredFormat {
  case jpeg, png, bitmap, webP

  /// The format that the first bytes announce; nil where it is none of these.
  init?(signatureOf bytes: UnsafeRawBufferPointer) {
    switch FileKind(bytes) {
    case .jpeg: self = .jpeg
    case .png: self = .png
    case .bitmap: self = .bitmap
    case .webP: self = .webP
    default: return nil
    }
  }

  /// What a file of none of these is, and what to do, in words for a message.
  static func describe(_ bytes: UnsafeRawBufferPointer) -> String {
    if let kind = FileKind(bytes) { return "\(kind.words); \(kind.remedy(wanted: .image))" }
    return "bytes that begin " + bytes.prefix(8).map(hexadecimal).joined(separator: " ")
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

import Text

/// One line of a cfg, as bytes, with the means to say where in it something is.
struct CfgLine {
  private let bytes: ArraySlice<UInt8>
  private let number: Int
  private let file: String

  init(bytes: ArraySlice<UInt8>, number: Int, file: String) {
    self.bytes = bytes
    self.number = number
    self.file = file
  }

  /// The line without surrounding blanks.
  var content: ArraySlice<UInt8> { trimmed(bytes) }

  /// The location of a byte: columns count Unicode scalars from 1.
  func location(at index: Int) -> SourceLocation {
    let scalars = bytes[..<index].count { $0 & 0xC0 != 0x80 }
    return SourceLocation(file: file, line: number, column: scalars + 1)
  }

  /// Without surrounding blanks; of nothing but blanks, the end is left.
  func trimmed(_ slice: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = slice.firstIndex(where: { !isBlank($0) }),
      let last = slice.lastIndex(where: { !isBlank($0) })
    else { return slice[slice.endIndex...] }
    return slice[first...last]
  }

  /// What stands before `#` or `;`.
  func withoutComment(_ slice: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    slice.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: ";") }
  }

  /// The bytes as text.
  func text(_ slice: ArraySlice<UInt8>) -> String { String(decoding: slice, as: UTF8.self) }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}

/// Texts as parts of addresses: RFC 3986.
enum PercentEncoding {
  private static let unreserved = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
  private static let reserved = Set(":/?#@!$&'()*+,;=".utf8)

  /// A text as one part of a path, for example the name of a file.
  static func part(_ text: String) -> String {
    String(
      decoding: text.utf8.flatMap { unreserved.contains($0) ? [$0] : escape($0) }, as: UTF8.self)
  }

  /// An address that somebody wrote, with what addresses cannot hold escaped, so that readers that
  /// are strict accept it.
  static func address(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var address: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      let isEscape =
        byte == UInt8(ascii: "%")
        && bytes.dropFirst(index + 1).prefix(2).filter(isHexadecimal).count == 2
      let isAllowed = unreserved.contains(byte) || reserved.contains(byte) || isEscape
      address += isAllowed ? [byte] : escape(byte)
    }
    return String(decoding: address, as: UTF8.self)
  }

  private static func escape(_ byte: UInt8) -> [UInt8] {
    let digits = String(byte, radix: 16, uppercase: true)
    return Array("%\(byte < 16 ? "0" : "")\(digits)".utf8)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isHexDigit
  }
}

/// Texts as parts of addresses: RFC 3986.
enum PercentCode {
  private static let unreserved = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
  private static let allowed = unreserved.union("/?:@!$&'()*+,;=".utf8)

  /// A text as one part of a path, for example the name of a file.
  static func part(_ text: some StringProtocol) -> String {
    String(
      decoding: text.utf8.flatMap { unreserved.contains($0) ? [$0] : escape($0) }, as: UTF8.self)
  }

  /// A path and query that somebody wrote, with what they cannot hold escaped and escapes left.
  static func repaired(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      let isEscape =
        byte == UInt8(ascii: "%") && bytes.count > index + 2
        && digit(bytes[index + 1]) != nil && digit(bytes[index + 2]) != nil
      result += allowed.contains(byte) || isEscape ? [byte] : escape(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes that an escaped text stands for; nil where an escape is none.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      guard bytes.count > index + 2, let high = digit(bytes[index + 1]),
        let low = digit(bytes[index + 2])
      else { return nil }
      result.append(high << 4 | low)
      index += 3
    }
    return result
  }

  private static func escape(_ byte: UInt8) -> [UInt8] {
    let digits = String(byte, radix: 16, uppercase: true)
    return Array("%\(byte < 16 ? "0" : "")\(digits)".utf8)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// Texts of others in messages.
enum Shown {
  /// A text without control characters, cut where it is long: a server must not be able to write
  /// on somebody's terminal what it likes.
  static func text(_ text: String, limit: Int = 200) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      let isPlain =
        scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
        && scalar.properties.generalCategory != .format
      shown.unicodeScalars.append(isPlain ? scalar : "?")
    }
    return text.unicodeScalars.count > limit ? shown + "..." : shown
  }
}

/// Accents and other marks that stand on the character before them.
///
/// Swift compares and hashes texts by canonical equivalence, for which it sorts every run of marks,
/// in time that grows with the square of the run: a name of a megabyte of marks takes an hour to be
/// looked up. So readers refuse long runs in what others wrote before they look at it as text. The
/// Stream-Safe Text Format of UAX #15 has at most 30; no language needs more.
public enum CombiningMarks {
  /// The most marks in a row that are read.
  public static let longestRun = 128

  /// What errors say of more.
  public static let problem =
    "has more than \(longestRun) combining marks in a row, which is no writing; remove them"

  /// The offset of the first byte of the mark that is one too many; nil where there is none.
  ///
  /// - Parameter escaped: whether `\uXXXX` and `\UXXXXXXXX` stand for characters.
  public static func excess(in bytes: UnsafeRawBufferPointer, escaped: Bool = false) -> Int? {
    var run = 0
    var offset = 0
    while offset < bytes.count {
      let (scalar, length) = character(at: offset, in: bytes, escaped: escaped)
      run = isMark(scalar) ? run + 1 : 0
      if run > longestRun { return offset }
      offset += length
    }
    return nil
  }

  /// Whether a text has no such run.
  public static func areFew(in text: String) -> Bool {
    // Each mark has two bytes or more.
    guard text.utf8.count > 2 * longestRun else { return true }
    var text = text
    return text.withUTF8 { excess(in: UnsafeRawBufferPointer($0)) } == nil
  }

  /// Whether bytes have no such run; see `excess`.
  public static func areFew(in bytes: [UInt8], escaped: Bool = false) -> Bool {
    bytes.withUnsafeBytes { excess(in: $0, escaped: escaped) } == nil
  }

  /// How many marks there are.
  public static func count(in bytes: [UInt8], escaped: Bool) -> Int {
    bytes.withUnsafeBytes { bytes in
      var count = 0
      var offset = 0
      while offset < bytes.count {
        let (scalar, length) = character(at: offset, in: bytes, escaped: escaped)
        if isMark(scalar) { count += 1 }
        offset += length
      }
      return count
    }
  }

  private static func isMark(_ value: UInt32) -> Bool {
    guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return false }
    return scalar.properties.canonicalCombiningClass != .notReordered
  }

  /// The character at an offset, and its bytes; 0 for what is none.
  private static func character(
    at offset: Int, in bytes: UnsafeRawBufferPointer, escaped: Bool
  ) -> (scalar: UInt32, length: Int) {
    let first = bytes[offset]
    if first < 0x80 {
      guard escaped, first == UInt8(ascii: "\\"), offset + 1 < bytes.count else { return (0, 1) }
      return escape(at: offset, in: bytes)
    }
    let (start, count): (UInt32, Int) =
      switch first {
      case 0xC2...0xDF: (UInt32(first & 0x1F), 1)
      case 0xE0...0xEF: (UInt32(first & 0x0F), 2)
      case 0xF0...0xF4: (UInt32(first & 0x07), 3)
      default: (0, 0)
      }
    guard count > 0, offset + count < bytes.count else { return (0, 1) }
    var scalar = start
    for next in bytes[(offset + 1)...(offset + count)] {
      guard next & 0xC0 == 0x80 else { return (0, 1) }
      scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    return (scalar, count + 1)
  }

  private static func escape(
    at offset: Int, in bytes: UnsafeRawBufferPointer
  ) -> (scalar: UInt32, length: Int) {
    switch bytes[offset + 1] {
    case UInt8(ascii: "U"):
      return hexadecimal(at: offset + 2, digits: 8, in: bytes).map { ($0, 10) } ?? (0, 2)
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal(at: offset + 2, digits: 4, in: bytes) else { return (0, 2) }
      guard (0xD800..<0xDC00).contains(unit), offset + 8 < bytes.count,
        bytes[offset + 6] == UInt8(ascii: "\\"), bytes[offset + 7] == UInt8(ascii: "u"),
        let trail = hexadecimal(at: offset + 8, digits: 4, in: bytes),
        (0xDC00..<0xE000).contains(trail)
      else { return (unit, 6) }
      return (0x10000 + (unit - 0xD800) << 10 + (trail - 0xDC00), 12)
    default: return (0, 2)
    }
  }

  private static func hexadecimal(
    at offset: Int, digits: Int, in bytes: UnsafeRawBufferPointer
  ) -> UInt32? {
    guard offset + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[offset..<(offset + digits)] {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}

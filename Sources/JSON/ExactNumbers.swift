/// Floating-point numbers as text that gives back every bit, also those that JSON has no number for.
///
/// Each is 16 hexadecimal digits of a double, or 8 of a float, one behind the other.
public enum ExactNumbers {
  /// The text of doubles.
  public static func text(_ values: [Double]) -> String {
    values.map { digits($0.bitPattern, 16) }.joined()
  }

  /// The text of floats.
  public static func text(_ values: [Float]) -> String {
    values.map { digits(UInt64($0.bitPattern), 8) }.joined()
  }

  /// Reads doubles; nil for what is no text of them.
  public static func doubles(_ text: String) -> [Double]? {
    patterns(text, 16)?.map { Double(bitPattern: $0) }
  }

  /// Reads floats; nil for what is no text of them.
  public static func floats(_ text: String) -> [Float]? {
    patterns(text, 8)?.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
  }

  private static func digits(_ pattern: UInt64, _ count: Int) -> String {
    let text = String(pattern, radix: 16)
    return String(repeating: "0", count: count - text.utf8.count) + text
  }

  private static func patterns(_ text: String, _ digits: Int) -> [UInt64]? {
    let bytes = Array(text.utf8)
    guard bytes.count.isMultiple(of: digits) else { return nil }
    var patterns: [UInt64] = []
    patterns.reserveCapacity(bytes.count / digits)
    for start in stride(from: 0, to: bytes.count, by: digits) {
      var pattern: UInt64 = 0
      for byte in bytes[start..<start + digits] {
        switch byte {
        case 0x30...0x39: pattern = pattern << 4 | UInt64(byte - 0x30)
        case 0x61...0x66: pattern = pattern << 4 | UInt64(byte - 0x61 + 10)
        default: return nil
        }
      }
      patterns.append(pattern)
    }
    return patterns
  }
}

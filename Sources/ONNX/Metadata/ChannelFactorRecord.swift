import Text

/// Factors of channels as little-endian float16, which JSON holds as base64.
enum ChannelFactorRecord {
  static func text(_ factors: [Float]) -> String {
    Base64.text(
      of: factors.flatMap { factor -> [UInt8] in
        let bits = Float16(factor).bitPattern
        return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
      })
  }

  /// The factors; nil for what is no base64, half a number, or a number that is not above 0.
  static func factors(_ text: String) -> [Float]? {
    guard let bytes = Base64.bytes(of: text), bytes.count.isMultiple(of: 2) else { return nil }
    let factors = stride(from: 0, to: bytes.count, by: 2).map {
      Float(Float16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8))
    }
    return factors.allSatisfy { $0 > 0 && $0.isFinite } ? factors : nil
  }
}

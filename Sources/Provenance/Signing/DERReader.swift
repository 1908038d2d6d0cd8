/// Takes elements of DER (X.690) one after the other, as far as keys need them.
struct DERReader {
  /// The tags of keys.
  enum Tag: UInt8 {
    case integer = 0x02
    case bitString = 0x03
    case octetString = 0x04
    case objectIdentifier = 0x06
    case sequence = 0x30
    /// `[0]` and `[1]` of what they stand in.
    case first = 0xA0
    case second = 0xA1
  }

  private var rest: ArraySlice<UInt8>

  /// A reader at the beginning.
  init(_ bytes: some Collection<UInt8>) { rest = ArraySlice(bytes) }

  /// The contents of the next element; nil, and nothing is taken, when it has another tag or does
  /// not end within the bytes.
  mutating func take(_ tag: Tag) -> ArraySlice<UInt8>? {
    var bytes = rest
    guard bytes.popFirst() == tag.rawValue, let first = bytes.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      // Keys have less than 2^16 bytes.
      guard first <= 0x82 else { return nil }
      length = 0
      for _ in 0..<(first - 0x80) {
        guard let byte = bytes.popFirst() else { return nil }
        length = length << 8 | Int(byte)
      }
    }
    guard length <= bytes.count else { return nil }
    rest = bytes.dropFirst(length)
    return bytes.prefix(length)
  }

  /// Takes an object identifier, as `1.2.840.10045.2.1`.
  mutating func takeIdentifier() -> String? {
    guard let bytes = take(.objectIdentifier), bytes.count <= 32 else { return nil }
    var numbers: [UInt64] = []
    var number: UInt64 = 0
    for byte in bytes {
      guard number < 1 << 56 else { return nil }
      number = number << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 {
        numbers.append(number)
        number = 0
      }
    }
    guard let first = numbers.first, bytes.last.map({ $0 < 0x80 }) == true else { return nil }
    let top = min(first / 40, 2)
    return ([top, first - top * 40] + numbers.dropFirst()).map(String.init).joined(separator: ".")
  }
}

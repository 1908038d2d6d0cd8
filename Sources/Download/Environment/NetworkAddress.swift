import Glibc

/// A numeric IP address.
struct NetworkAddress: Hashable, Sendable {
  /// 4 or 16 bytes, in the order of the network.
  let bytes: [UInt8]

  /// Reads `192.0.2.1` or `2001:db8::1`; nil for anything else, such as a name.
  init?(_ text: String) {
    var short = in_addr()
    if inet_pton(AF_INET, text, &short) == 1 {
      bytes = withUnsafeBytes(of: &short) { Array($0) }
      return
    }
    var long = in6_addr()
    guard inet_pton(AF_INET6, text, &long) == 1 else { return nil }
    bytes = withUnsafeBytes(of: &long) { Array($0) }
  }

  /// Whether it is IPv6.
  var isVersion6: Bool { bytes.count == 16 }

  /// Whether the first bits are those of another address.
  func matches(_ network: NetworkAddress, bits: Int) -> Bool {
    guard bytes.count == network.bytes.count, (0...8 * bytes.count).contains(bits) else {
      return false
    }
    let whole = bits / 8
    guard bytes.prefix(whole) == network.bytes.prefix(whole) else { return false }
    guard bits % 8 > 0 else { return true }
    return (bytes[whole] ^ network.bytes[whole]) >> (8 - bits % 8) == 0
  }
}

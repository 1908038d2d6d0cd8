import Crypto
import Digests

/// A UUID that is a function of a name: version 5 of RFC 9562.
struct NameBasedUUID: Hashable, CustomStringConvertible {
  /// What records are named in; RFC 9562 lets everybody choose a namespace of their own, and this is
  /// version 5 of `darkroom provenance` in that of DNS.
  static let records = NameBasedUUID(Array("darkroom provenance".utf8), in: dns)
  /// The namespace of DNS, from RFC 9562, section 6.6.
  static let dns = NameBasedUUID(bytes: [
    0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
  ])

  private let bytes: [UInt8]

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The UUID of a name.
  init(_ name: [UInt8], in namespace: NameBasedUUID) {
    // SHA-1 is what the RFC asks for; nothing rests on its strength, since names are digests.
    var bytes = Array(Insecure.SHA1.hash(data: namespace.bytes + name).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    self.bytes = bytes
  }

  /// `xxxxxxxx-xxxx-5xxx-xxxx-xxxxxxxxxxxx`.
  var description: String {
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }
}

extension ProvenanceRecord {
  /// The UUID of one of the documents that are generated from the record as it is, with its
  /// measurements and circumstances.
  func documentUUID(_ kind: String) -> NameBasedUUID {
    let name = "\(kind) \(Digest(of: json.canonicalBytes))"
    return NameBasedUUID(Array(name.utf8), in: .records)
  }
}

/// Bytes in the textual armour of RFC 7468.
struct PEMBlock: Hashable {
  /// What it holds, for example `PRIVATE KEY`.
  let label: String
  /// The DER encoding of it.
  let bytes: [UInt8]

  /// The text as OpenSSL writes it: lines of 64 letters, a newline at the end.
  var text: String {
    var text = "-----BEGIN \(label)-----\n"
    var letters = Base64.text(of: bytes)[...]
    while !letters.isEmpty {
      text += letters.prefix(64) + "\n"
      letters = letters.dropFirst(64)
    }
    return text + "-----END \(label)-----\n"
  }

  /// The blocks of a text; what stands around them is commentary. Nil where one does not end or is
  /// no base 64.
  static func all(in text: String) -> [PEMBlock]? {
    var blocks: [PEMBlock] = []
    var open: (label: String, letters: String)?
    for line in text.trimmedLines where !line.isEmpty {
      if let label = open?.label {
        if line == "-----END \(label)-----" {
          guard let bytes = Base64.bytes(of: open?.letters ?? "") else { return nil }
          blocks.append(PEMBlock(label: label, bytes: bytes))
          open = nil
        } else {
          open?.letters += line
        }
      } else if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----"), line.utf8.count > 16 {
        open = (String(line.dropFirst(11).dropLast(5)), "")
      }
    }
    return open == nil ? blocks : nil
  }
}

extension DigestList {
  /// The text: a line `HASH  PATH` for each file.
  ///
  /// As in GNU coreutils, a line whose path holds a backslash, a newline or a carriage return
  /// begins with a backslash, and those are written `\\`, `\n` and `\r`.
  public var text: String {
    entries.map { entry in
      let escaped = DigestList.escape(entry.path)
      let isEscaped = escaped.utf8.count != entry.path.utf8.count
      return "\(isEscaped ? "\\" : "")\(entry.digest) \(entry.isBinary ? "*" : " ")\(escaped)\n"
    }.joined()
  }

  private static func escape(_ path: String) -> String {
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
      case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
      case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

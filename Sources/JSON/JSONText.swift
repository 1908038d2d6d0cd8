import Text

/// JSON for terminals.
public enum JSONText {
  /// The same value in a spelling that a terminal may be given: what is not printable, and can be in
  /// strings alone, is escaped.
  ///
  /// Documents that are kept or hashed are written as they are; this is for what people look at.
  public static func printable(_ json: String) -> String {
    if json.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A }) { return json }
    return json.unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.isPrintable || scalar == "\n" {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 { text += "\\u\(hexadecimal(UInt32(unit), digits: 4))" }
      }
    }
  }
}

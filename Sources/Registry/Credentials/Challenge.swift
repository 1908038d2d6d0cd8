/// What a server asks for with `WWW-Authenticate` (RFC 9110, 11.6.1).
struct Challenge: Hashable {
  /// The scheme in small letters: `bearer`, `basic`.
  let scheme: String
  /// Its parameters, with names in small letters.
  let parameters: [String: String]

  /// Reads the challenges of a header, several of which may stand in one value.
  static func all(in header: String) -> [Challenge] {
    var challenges: [Challenge] = []
    var scheme: String?
    var parameters: [String: String] = [:]
    var rest = Array(header.utf8.prefix(1 << 14))[...]
    func end() {
      if let scheme { challenges.append(Challenge(scheme: scheme, parameters: parameters)) }
    }
    while true {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
      let word = rest.prefix { !" \t,=\"".utf8.contains($0) }
      guard !word.isEmpty else { break }
      rest = rest.dropFirst(word.count)
      let name = String(decoding: word, as: UTF8.self).lowercased()
      guard rest.first == UInt8(ascii: "=") else {
        end()
        (scheme, parameters) = (name, [:])
        continue
      }
      rest = rest.dropFirst()
      parameters[name] = value(&rest)
    }
    end()
    return challenges
  }

  /// Takes a token or a quoted text.
  private static func value(_ rest: inout ArraySlice<UInt8>) -> String {
    guard rest.first == UInt8(ascii: "\"") else {
      let token = rest.prefix { $0 != UInt8(ascii: ",") && $0 != 0x20 }
      rest = rest.dropFirst(token.count)
      return String(decoding: token, as: UTF8.self)
    }
    rest = rest.dropFirst()
    var text: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
        text.append(escaped)
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

import Download
import Files
import Text

/// The spelling of addresses in recipes.
enum SourceAddress {
  /// Whether a text begins with a scheme such as `https:`.
  static func hasScheme(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return scheme(text[..<colon]) != nil
  }

  private static func scheme(_ text: Substring) -> String? {
    guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic,
      text.utf8.allSatisfy({ isLetterOrDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) })
    else { return nil }
    return String(text)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// Whether a text can be a file's name everywhere.
  static func isFileName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 200 && text.utf8.first != UInt8(ascii: ".")
      && text.utf8.last != UInt8(ascii: " ") && text.utf8.first != UInt8(ascii: " ")
      && !text.unicodeScalars.contains {
        $0.properties.generalCategory == .control || "/\\:*?\"<>|".unicodeScalars.contains($0)
      }
  }

  /// Why a text is no address: `http:`, `https:` or `file:`, or a path relative to the recipe.
  static func refusal(of text: String) -> String? {
    guard !text.isEmpty, text.utf8.count <= 2000,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }),
      text.first?.isWhitespace == false, text.last?.isWhitespace == false
    else { return "is \(quoted(text)), where an address or a path is needed" }
    guard hasScheme(text), let colon = text.firstIndex(of: ":") else { return nil }
    let rest = text[text.index(after: colon)...]
    switch text[..<colon] {
    case "http", "https": return webRefusal(of: rest, text) ?? downloadRefusal(of: text)
    case "file":
      return rest.allSatisfy { $0 == "/" }
        ? "is \(quoted(text)), where a path is needed behind 'file:'" : downloadRefusal(of: text)
    default:
      return "is \(quoted(text)), whose scheme \(quoted(text[..<colon])) is not known; write an "
        + "http:, https: or file: address, or a path, with './' before it if there is a ':' in it"
    }
  }

  private static func webRefusal(of rest: Substring, _ text: String) -> String? {
    let host = rest.dropFirst(2).prefix { !"/?#".contains($0) }
    guard rest.hasPrefix("//"), !host.isEmpty else {
      return "is \(quoted(text)), where a host is missing; write https://HOST/PATH"
    }
    guard !host.contains("@") else {
      return "holds a user's name or password in the address; recipes are public, remove it"
    }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) })
    else {
      return "is \(quoted(text)), with characters that no address has; write them as %20 and so on"
    }
    return nil
  }

  /// What would be said of an address only when it is downloaded from.
  private static func downloadRefusal(of text: String) -> String? {
    do throws(DownloadError) { _ = try Address(text) } catch {
      guard case .address(_, let problem) = error else { return "is \(quoted(text)): \(error)" }
      return "is \(quoted(text)), which \(problem)"
    }
    return nil
  }

  /// The file's name at the end of an address; nil where there is none.
  static func fileName(of address: String) -> String? {
    var path = address[...]
    if hasScheme(address) {
      path = address.prefix { !"?#".contains($0) }
      // Without the host, which is no file.
      if !address.hasPrefix("file:"), path.split(separator: "/").count < 3 { return nil }
    }
    let name = Folder.name(of: String(path))
    return isFileName(name) ? name : nil
  }
}

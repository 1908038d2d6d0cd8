extension Address {
  /// Reads what somebody wrote: `https://`, `http://` or `file:` and so on, or the path of a file.
  ///
  /// - Throws: `DownloadError.address` for what is neither.
  public init(_ text: String) throws(DownloadError) {
    guard !text.isEmpty else {
      throw .address(text: "''", problem: "is empty; give a web address or the path of a file")
    }
    guard !text.utf8.contains(0) else {
      throw .address(text: "an address", problem: "holds a zero byte; remove it")
    }
    guard let scheme = WebAddress.scheme(of: text) else {
      place = .file(path: text)
      return
    }
    do throws(AddressProblem) {
      switch scheme {
      case "http", "https": place = .web(try WebAddress(text, scheme: scheme))
      case "file": place = .file(path: try Address.path(ofFileURL: text.dropFirst(5)))
      default:
        throw AddressProblem(
          "is of the kind '\(scheme)', which is not known; give an http:, https: or file: address "
            + "or the path of a file (./\(scheme):... where that is its name)")
      }
    } catch {
      throw .address(text: Address.hidingSecrets(in: text), problem: error.text)
    }
  }

  /// The path in a `file:` URL, of which the part after `file:` is given (RFC 8089).
  private static func path(ofFileURL rest: Substring) throws(AddressProblem) -> String {
    var path = rest
    if path.hasPrefix("//") {
      path = path.dropFirst(2)
      let host = path.prefix { $0 != "/" }
      guard host.isEmpty || host.lowercased() == "localhost" else {
        throw AddressProblem(
          "names a file of another machine; write file:///PATH for one of this machine")
      }
      path = path.dropFirst(host.count)
    }
    guard path.hasPrefix("/") else {
      throw AddressProblem("has no path that begins with /; write file:///PATH")
    }
    guard !path.utf8.contains(UInt8(ascii: "?")), !path.utf8.contains(UInt8(ascii: "#")) else {
      throw AddressProblem("holds a ? or #; write %3F or %23 where it is part of a file's name")
    }
    guard let bytes = PercentCode.decode(path), !bytes.contains(0),
      let decoded = String(validating: bytes, as: UTF8.self)
    else {
      throw AddressProblem("holds a % that does not begin an escape such as %20; write %25 for it")
    }
    return decoded
  }

  /// A text that is no address, as messages show it: what may be a password or a token is left out.
  private static func hidingSecrets(in text: String) -> String {
    // Whatever is before an @ may be a password, even where it holds what ends one.
    let start = text.firstRange(of: "//")?.upperBound ?? text.startIndex
    var rest = text[start...]
    if let at = rest.lastIndex(of: "@") { rest = rest[at...].dropFirst() }
    rest = rest.prefix { $0 != "?" && $0 != "#" }
    return "'\(Shown.text("\(text[..<start])\(rest)"))'"
  }
}

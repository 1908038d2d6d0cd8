import Files

/// Where bytes are: on the web or in a file.
///
/// As a text it shows no user, password, query or fragment, any of which may be secret.
public struct Address: Hashable, Sendable, CustomStringConvertible {
  /// What kind of place it is.
  enum Place: Hashable, Sendable {
    case web(WebAddress)
    case file(path: String)
  }

  let place: Place

  /// A place that is known already.
  init(_ place: Place) { self.place = place }

  /// A file of this machine.
  public init(path: String) { place = .file(path: path) }

  /// The path, where it is a file of this machine.
  public var path: String? {
    guard case .file(let path) = place else { return nil }
    return path
  }

  /// The parts, where it is on the web.
  package var web: WebAddress? {
    guard case .web(let address) = place else { return nil }
    return address
  }

  /// The address without what may be secret.
  public var description: String {
    switch place {
    case .web(let address): address.description
    case .file(let path): path
    }
  }
}

/// What is wrong with an address, in words that follow it.
struct AddressProblem: Error {
  let text: String

  init(_ text: String) { self.text = text }
}

extension Address {
  /// The address of a file below this one, which is that of a mirror: a base URL or a folder.
  ///
  /// - Parameter relativePath: names joined by `/`, as they are on a disk; what a URL cannot hold
  ///   is escaped. A query of the base URL stays at the end.
  /// - Throws: `DownloadError.address` where the path does not stay below.
  public func appending(_ relativePath: String) throws(DownloadError) -> Address {
    guard Folder.staysBelow(relativePath) else {
      throw .address(
        text: "'\(Shown.text(relativePath))'",
        problem: "is no path of a file below a mirror; give names joined by /, without . and ..")
    }
    switch place {
    case .file(let folder):
      return Address(
        path: folder.hasSuffix("/") ? folder + relativePath : "\(folder)/\(relativePath)")
    case .web(var address):
      if !address.path.hasSuffix("/") { address.path += "/" }
      address.path += Folder.parts(of: relativePath).map { PercentCode.part($0) }.joined(
        separator: "/")
      return Address(.web(address))
    }
  }
}

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

import Digests
import Files

/// A parsed `http:` or `https:` URL (RFC 3986); the fragment, which servers are not told, is gone.
package struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  /// A user and a password, with escapes resolved.
  package struct Credentials: Hashable, Sendable {
    var user: String
    var password: String
  }

  var isSecure: Bool
  package var credentials: Credentials?
  /// In small letters; an IPv6 address without its brackets.
  var host: String
  var port: Int
  /// Escaped; begins with a slash.
  package var path: String
  /// Escaped, without the question mark.
  package var query: String?

  /// The port that need not be written.
  static func usualPort(isSecure: Bool) -> Int { isSecure ? 443 : 80 }

  var scheme: String { isSecure ? "https" : "http" }

  /// Host and port as in a URL; the usual port is left out.
  var authority: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == WebAddress.usualPort(isSecure: isSecure) ? name : "\(name):\(port)"
  }

  /// Path and query as in a request.
  var target: String { query.map { "\(path)?\($0)" } ?? path }

  /// The whole, except user and password, which go into a header of their own.
  package var url: String { "\(scheme)://\(authority)\(target)" }

  /// Without what may be secret: the values of queries are often tokens.
  package var description: String { "\(scheme)://\(authority)\(path)\(query == nil ? "" : "?...")" }

  /// Tells whether two files of the disk are about one address, without a secret being stored.
  var digest: Digest {
    let login = credentials.map { "\(PercentCode.part($0.user)):\(PercentCode.part($0.password))@" }
    return Digest(of: Array("\(login ?? "")\(url)".utf8))
  }

  /// Whether nobody on the way can read what is sent.
  package var isEncrypted: Bool { isSecure }

  /// Whether both are on the same machine, whatever the port.
  package func hasSameHost(as other: WebAddress) -> Bool { host == other.host }

  /// Names and values as a query or a form has them.
  package static func form(_ parameters: [(name: String, value: String)]) -> String {
    parameters.map { "\(PercentCode.part($0.name))=\(PercentCode.part($0.value))" }
      .joined(separator: "&")
  }

  /// Whether both are of the same server, which may be told the password of the other.
  package func hasSameOrigin(as other: WebAddress) -> Bool {
    isSecure == other.isSecure && host == other.host && port == other.port
  }
}

extension WebAddress {
  /// The address that a redirect leads to (RFC 3986, 5.2); nil for what is no web address.
  package func resolving(_ location: String) -> WebAddress? {
    // Servers write spaces where %20 belongs.
    let reference = location.split(separator: " ").joined(separator: "%20")
    if let scheme = WebAddress.scheme(of: reference) {
      guard scheme == "http" || scheme == "https" else { return nil }
      return parse(reference, scheme: scheme)
    }
    if reference.hasPrefix("//") { return parse("\(scheme):\(reference)", scheme: scheme) }
    let base = "\(scheme)://\(authority)"
    if reference.hasPrefix("/") { return parse(base + reference, scheme: scheme) }
    if reference.isEmpty || reference.hasPrefix("#") { return self }
    if reference.hasPrefix("?") { return parse(base + path + reference, scheme: scheme) }
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return parse("\(base)\(path[...slash])\(reference)", scheme: scheme)
  }

  private func parse(_ text: String, scheme: String) -> WebAddress? {
    guard var address = try? WebAddress(text, scheme: scheme) else { return nil }
    address.path = WebAddress.removingDots(address.path)
    // The same server already knows them; others must not.
    if address.credentials == nil, hasSameOrigin(as: address) { address.credentials = credentials }
    return address
  }

  private static func removingDots(_ path: String) -> String {
    var names: [String] = []
    let all = Folder.parts(of: path).dropFirst()
    for (index, name) in all.enumerated() {
      let isLast = index == all.count - 1
      switch name {
      case ".": if isLast { names.append("") }
      case "..":
        _ = names.popLast()
        if isLast { names.append("") }
      default: names.append(name)
      }
    }
    return "/" + names.joined(separator: "/")
  }
}

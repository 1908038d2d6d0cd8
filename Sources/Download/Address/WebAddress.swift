import Digests

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

  /// Whether both are of the same server, which may be told the password of the other.
  package func hasSameOrigin(as other: WebAddress) -> Bool {
    isSecure == other.isSecure && host == other.host && port == other.port
  }
}

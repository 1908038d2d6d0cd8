/// A proxy and the variable that names it, which curl reads for itself; what is read here is what
/// messages say.
struct Proxy: Hashable, Sendable {
  /// What curl takes, with the ports that it knows for them.
  private static let ports = [
    "http": 1080, "https": 443, "socks4": 1080, "socks4a": 1080, "socks5": 1080, "socks5h": 1080,
  ]

  let variable: String
  let value: String
  let scheme: String
  let host: String
  let port: Int

  /// What messages call it.
  var description: String { "the proxy \(host):\(port) of \(variable)" }
}

extension Proxy {
  /// The proxy through which a server is asked; nil where it is asked directly.
  ///
  /// - Throws: `DownloadError.setting` when the variable that counts is of no use.
  static func choose(
    for address: WebAddress, in environment: DownloadEnvironment
  ) throws(DownloadError) -> Proxy? {
    let own = address.isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    guard let (name, value) = environment.first(of: own + ["all_proxy", "ALL_PROXY"]) else {
      return nil
    }
    // curl knows networks, and those of IPv6, in its later releases only, and ports in none.
    if let exceptions = environment.first(of: ["no_proxy", "NO_PROXY"]),
      ProxyExceptions(exceptions.value).cover(host: address.host, port: address.port)
    {
      return nil
    }
    do throws(AddressProblem) {
      return try Proxy(value, variable: name)
    } catch {
      throw .setting(variable: name, problem: error.text)
    }
  }

  /// Reads `[SCHEME://][USER[:PASSWORD]@]HOST[:PORT]`.
  private init(_ text: String, variable: String) throws(AddressProblem) {
    let form = "write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT"
    var rest = text
    var scheme = "http"
    if let mark = text.firstRange(of: "://") {
      scheme = text[..<mark.lowerBound].lowercased()
      rest = String(text[mark.upperBound...])
    }
    guard let usualPort = Proxy.ports[scheme] else {
      throw AddressProblem(
        "names a proxy of the kind '\(Shown.text(scheme, limit: 20))', which is not known; \(form)")
    }
    rest = String(rest.prefix { $0 != "/" })
    do throws(AddressProblem) {
      if let at = rest.lastIndex(of: "@") {
        _ = try WebAddress.Credentials(String(rest[..<at]))
        rest = String(rest[at...].dropFirst())
      }
      let (host, port) = try WebAddress.hostAndPort(rest, usualPort: usualPort)
      self.init(variable: variable, value: text, scheme: scheme, host: host, port: port)
    } catch {
      throw AddressProblem("\(error.text); \(form)")
    }
  }
}

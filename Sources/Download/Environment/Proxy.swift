/// An HTTP proxy and the variable that names it.
struct Proxy: Hashable, Sendable {
  let variable: String
  let host: String
  let port: Int
  let credentials: WebAddress.Credentials?

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

  /// Reads `[http://][USER[:PASSWORD]@]HOST[:PORT]`, by which curl means port 1080 where none is
  /// given.
  private init(_ text: String, variable: String) throws(AddressProblem) {
    let form = "write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT"
    var rest = text
    if let mark = text.firstRange(of: "://") {
      let scheme = Shown.text(text[..<mark.lowerBound].lowercased(), limit: 20)
      guard scheme == "http" else {
        throw AddressProblem(
          "names a proxy of the kind '\(scheme)', where only http is supported; \(form), or unset "
            + "it")
      }
      rest = String(text[mark.upperBound...])
    }
    rest = String(rest.prefix { $0 != "/" })
    var credentials: WebAddress.Credentials?
    do throws(AddressProblem) {
      if let at = rest.lastIndex(of: "@") {
        credentials = try WebAddress.Credentials(String(rest[..<at]))
        rest = String(rest[at...].dropFirst())
      }
      let (host, port) = try WebAddress.hostAndPort(rest, usualPort: 1080)
      self.init(variable: variable, host: host, port: port, credentials: credentials)
    } catch {
      throw AddressProblem("\(error.text); \(form)")
    }
  }
}

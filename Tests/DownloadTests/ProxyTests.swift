import Testing

@testable import Download

@Suite struct ProxyTests {
  private let bytes = Samples.bytes(5000)

  private func chosen(_ url: String, _ variables: [String: String]) throws -> String? {
    guard case .web(let address) = try Address(url).place else { return nil }
    let proxy = try Proxy.choose(for: address, in: DownloadEnvironment(variables))
    return proxy.map { "\($0.variable)=\($0.host):\($0.port)" }
  }

  @Test("Proxy variables are read as curl reads them") func variablesAreReadAsCurlDoes() throws {
    #expect(try chosen("http://h/", [:]) == nil)
    #expect(try chosen("http://h/", ["http_proxy": "http://p:1/"]) == "http_proxy=p:1")
    #expect(try chosen("http://h/", ["http_proxy": "p"]) == "http_proxy=p:1080")
    #expect(try chosen("http://h/", ["HTTP_PROXY": "http://p:1"]) == nil)
    #expect(try chosen("https://h/", ["http_proxy": "http://p:1"]) == nil)
    let both = ["https_proxy": "http://p:1", "HTTPS_PROXY": "http://q:2", "all_proxy": "r:3"]
    #expect(try chosen("https://h/", both) == "https_proxy=p:1")
    #expect(try chosen("http://h/", both) == "all_proxy=r:3")
    #expect(
      try chosen("https://h/", ["HTTPS_PROXY": "q:2", "https_proxy": ""]) == "HTTPS_PROXY=q:2")
    #expect(try chosen("http://h/", ["ALL_PROXY": "http://[::1]:8"]) == "ALL_PROXY=::1:8")
    #expect(try chosen("http://h/", ["ALL_PROXY": "socks5h://p"]) == "ALL_PROXY=p:1080")
    #expect(try chosen("http://h/", ["ALL_PROXY": "https://p"]) == "ALL_PROXY=p:443")
  }

  @Test(
    "Hosts, domains and ports of no_proxy are excepted from the proxy",
    arguments: [
      ("example.org", "http://example.org/", true), ("example.org", "http://a.example.org/", true),
      (".example.org", "http://example.org/", true),
      ("EXAMPLE.org.", "http://a.example.ORG/", true),
      ("example.org", "http://badexample.org/", false),
      ("a.example.org", "http://example.org/", false),
      ("x,  example.org", "http://example.org/", true),
      ("x example.org", "http://example.org/", true),
      ("*", "http://anything/", true), ("*.org", "http://example.org/", false),
      ("example.org:8080", "http://example.org:8080/", true),
      ("example.org:8080", "http://example.org/", false), ("h:80", "http://h/", true),
      ("127.0.0.1", "http://127.0.0.1:99/", true), ("0.0.1", "http://127.0.0.1/", false),
      ("10.0.0.0/8", "http://10.9.8.7/", true), ("10.0.0.0/9", "http://10.200.8.7/", false),
      ("192.168.1.0/31", "http://192.168.1.1/", true), ("10.0.0.0/99", "http://10.0.0.0/", false),
      ("[::1]", "http://[::1]/", true), ("::1", "http://[::1]:7/", true),
      ("[::1]:7", "http://[::1]/", false), ("fd00::/8", "http://[fd12::1]/", true),
      ("", "http://h/", false), (",.,", "http://h/", false),
    ])
  func exceptions(_ entries: String, _ url: String, _ isDirect: Bool) throws {
    let choice = try chosen(url, ["all_proxy": "http://p:1", "no_proxy": entries])
    #expect((choice == nil) == isDirect)
    let capitals = try chosen(url, ["all_proxy": "http://p:1", "NO_PROXY": entries])
    #expect((capitals == nil) == isDirect)
  }

  @Test(
    "A useless proxy is an error that names the variable",
    arguments: [
      "ftp://p:1", "http://", "p:x", "http://a b:1", "http://me:s%zz@p:1",
    ])
  func aProxyThatIsOfNoUseIsAnErrorThatNamesTheVariable(_ value: String) throws {
    let trial = try Trial(["http://h/"], policy: Samples.policy(["ALL_PROXY": value]))
    guard case .setting(let variable, _) = trial.error() else { return #expect(Bool(false)) }
    #expect(variable == "ALL_PROXY")
    let message = trial.error().map { "\($0)" } ?? ""
    #expect(message.contains("ALL_PROXY") && message.contains("http://HOST:PORT"), "\(message)")
    #expect(!message.contains("s%zz"))
  }

  @Test("Requests over http go to the proxy") func plainRequestsAreForwarded() throws {
    let file = ServedFile(bytes: bytes)
    let proxy = try HostileServer { request, connection in
      if request.target == "http://one.example:81/x?y" {
        connection.answer(302, ["Location": "http://two.example/z"])
      } else {
        file.answer(request, connection, limit: request.number == 1 ? 2000 : .max)
      }
    }
    let policy = Samples.policy(["http_proxy": "http://me:se%40cret@127.0.0.1:\(proxy.port)"])
    try Trial(
      ["http://you:pass@one.example:81/x?y"], accepted: Samples.accepted(bytes), policy: policy
    ).succeeds(with: bytes)
    let requests = proxy.requests
    #expect(
      requests.map(\.target) == [
        "http://one.example:81/x?y", "http://two.example/z", "http://one.example:81/x?y",
        "http://two.example/z",
      ])
    #expect(requests.map { $0.headers["host"] }.prefix(2) == ["one.example:81", "two.example"])
    #expect(requests.allSatisfy { $0.headers["proxy-authorization"] == "Basic bWU6c2VAY3JldA==" })
    #expect(requests[0].headers["authorization"] == "Basic eW91OnBhc3M=")
    #expect(requests[1].headers["authorization"] == nil)
    #expect(requests.last?.rangeStart == 2000)
  }

  @Test("Excepted hosts are asked directly") func exceptionsAreAskedDirectly() throws {
    let file = ServedFile(bytes: bytes)
    let proxy = try HostileServer { _, connection in connection.answer(502) }
    let server = try HostileServer { file.answer($0, $1) }
    let policy = Samples.policy([
      "http_proxy": "http://127.0.0.1:\(proxy.port)", "no_proxy": "127.0.0.1:\(server.port)",
    ])
    try Trial([server.url()], policy: policy).succeeds(with: bytes)
    #expect(proxy.requests.isEmpty && server.requests.first?.target == "/file")
  }

  @Test("Requests over https go through a tunnel or fail")
  func secureRequestsGoThroughATunnelOrFail() throws {
    let proxy = try HostileServer { request, connection in
      connection.answer(request.target.hasPrefix("closed") ? 403 : 407)
    }
    let value = "http://me:secret@127.0.0.1:\(proxy.port)"
    let failures = try Trial(
      ["https://closed.example/x", "https://h.example:444/x"],
      policy: Samples.policy(["HTTPS_PROXY": value])
    ).failures()
    #expect(proxy.requests.map(\.method) == ["CONNECT", "CONNECT"])
    #expect(proxy.requests.map(\.target) == ["closed.example:443", "h.example:444"])
    #expect(proxy.requests.first?.headers["proxy-authorization"] == "Basic bWU6c2VjcmV0")
    let message = "\(DownloadError.failed(failures))"
    #expect(message.contains("does not let through") && message.contains("USER:PASSWORD"))
    #expect(message.contains("HTTPS_PROXY") && !message.contains("secret"))
    let plain = try Trial(
      ["http://h/"], policy: Samples.policy(["http_proxy": "127.0.0.1:\(proxy.port)"])
    ).failures()
    #expect("\(plain)".contains("http_proxy") && "\(plain)".contains("USER:PASSWORD"))
  }

  @Test("An unreachable proxy is named as the cause") func aProxyThatIsNotThereIsSaidToBeIt() throws
  {
    let port = try HostileServer { _, _ in }.port
    let failures = try Trial(
      ["http://h.example/"], policy: Samples.policy(["http_proxy": "127.0.0.1:\(port)"])
    ).failures()
    #expect("\(failures)".contains("cannot connect to the proxy 127.0.0.1:\(port) of http_proxy"))
  }
}

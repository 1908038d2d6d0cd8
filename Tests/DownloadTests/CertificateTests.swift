import Files
import TestSupport
import Testing

@testable import Download

@Suite struct CertificateTests {
  private let bytes = Samples.bytes(50_000)
  private let folder: TemporaryFolder
  private let trusted: String

  init() throws {
    folder = try TemporaryFolder()
    trusted = folder.path("roots.pem")
    let texts = [TestCertificate.other, .local].map { "\($0.certificate)\n" }
    try AtomicFile.write(Array(texts.joined().utf8), to: trusted)
  }

  private func server(
    _ certificate: TestCertificate, _ head: String = "HTTP/1.1 200 OK\r\nContent-Length: 50000"
  ) throws -> SecureServer {
    try SecureServer(certificate, answer: Array("\(head)\r\n\r\n".utf8) + bytes)
  }

  @Test("A server whose certificate SSL_CERT_FILE names is trusted")
  func aServerIsTrustedThatSslCertFileNames() throws {
    let server = try server(.local)
    let policy = Samples.policy(["SSL_CERT_FILE": trusted])
    for host in ["localhost", "127.0.0.1"] {
      try Trial(
        ["https://\(host):\(server.port)/x"], accepted: Samples.accepted(bytes), policy: policy
      ).succeeds(with: bytes)
    }
  }

  @Test("A server with an unknown certificate is refused")
  func aServerIsRefusedThatNobodyVouchesFor() throws {
    let strange = folder.path("strange.pem")
    try AtomicFile.write(Array(TestCertificate.other.certificate.utf8), to: strange)
    let server = try server(.local)
    let url = "https://localhost:\(server.port)/x"
    // Even the right digest does not make up for it.
    let failures = try Trial(
      [url], accepted: Samples.accepted(bytes), policy: Samples.policy(["SSL_CERT_FILE": strange])
    ).failures()
    guard case .certificate = failures.first?.reason else {
      Issue.record("\(failures)")
      return
    }
    #expect(failures.first?.attempts == 1)
    let message = "\(failures)"
    #expect(
      message.contains(url) && message.contains("vouches") && message.contains("SSL_CERT_FILE"))
  }

  @Test("A certificate of another host or time is refused")
  func aCertificateOfAnotherHostOrTimeIsRefused() throws {
    for (certificate, word) in [
      (TestCertificate.other, "not one of localhost"), (.expired, "has expired"),
    ] {
      let roots = folder.path("one.pem")
      try AtomicFile.write(Array(certificate.certificate.utf8), to: roots)
      let policy = Samples.policy(["SSL_CERT_FILE": roots])
      let server = try server(certificate)
      let failures = try Trial(["https://localhost:\(server.port)/x"], policy: policy).failures()
      guard case .certificate(let problem) = failures.first?.reason else {
        Issue.record("\(failures)")
        return
      }
      #expect(problem.contains(word) && failures.first?.attempts == 1)
    }
  }

  /// A folder of certificates under the names that OpenSSL looks for: hashes of who they are of.
  @Test("A server whose certificate is in SSL_CERT_DIR, under OpenSSL's hashed name, is trusted")
  func aServerIsTrustedThatSslCertDirHolds() throws {
    let server = try server(.local)
    let url = "https://localhost:\(server.port)/x"
    let policy = Samples.policy(["SSL_CERT_DIR": folder.url.path])
    guard case .certificate = try Trial([url], policy: policy).failures().first?.reason else {
      return #expect(Bool(false))
    }
    try AtomicFile.write(
      Array(TestCertificate.local.certificate.utf8), to: folder.path("ce275665.0"))
    try Trial([url], policy: policy).succeeds(with: bytes)
  }

  /// `*` stands for one whole label, of at least three (RFC 9525, 6.3).
  @Test("A wildcard stands for one whole label, in names of three or more labels")
  func namesOfCertificates() throws {
    let roots = folder.path("patterns.pem")
    try AtomicFile.write(Array(TestCertificate.patterns.certificate.utf8), to: roots)
    let server = try server(.patterns)
    for (host, isIt) in [
      ("three.localhost", true), ("THREE.localhost", true), ("x.one.localhost", true),
      ("x.y.one.localhost", false), ("one.localhost", false), ("x.localhost", false),
      ("ab.two.localhost", false), ("badthree.localhost", false), ("127.0.0.1", false),
    ] {
      let trial = try Trial(
        ["https://\(host):\(server.port)/x"], policy: Samples.policy(["SSL_CERT_FILE": roots]))
      if isIt {
        try trial.succeeds(with: bytes)
      } else {
        #expect("\(trial.failures())".contains("not one of \(host)"))
      }
    }
  }

  /// What a variable names takes the place of what the system trusts, and is not added to it.
  @Test("SSL_CERT_FILE and SSL_CERT_DIR name the trusted certificates; empty counts as unset")
  func variablesOfCertificates() {
    #expect(DownloadEnvironment(["SSL_CERT_FILE": ""]).authorities == nil)
    for (variables, file, folder) in [
      (["SSL_CERT_FILE": "a"], "a", nil), (["SSL_CERT_DIR": "b"], nil, "b"),
      (["SSL_CERT_FILE": "a", "SSL_CERT_DIR": "b"], "a", "b"),
    ] as [([String: String], String?, String?)] {
      let authorities = DownloadEnvironment(variables).authorities
      #expect(authorities?.file == file && authorities?.folder == folder && authorities != nil)
    }
  }

  @Test("A useless certificate list is an error that names the variable")
  func listsOfNoUseAreErrorsThatNameTheVariable() throws {
    let server = try server(.local)
    try AtomicFile.write(Array("no certificate".utf8), to: folder.path("text"))
    for path in [folder.path("missing"), folder.path("text"), folder.url.path] {
      let trial = try Trial(
        ["https://localhost:\(server.port)/"], policy: Samples.policy(["SSL_CERT_FILE": path]))
      guard case .setting("SSL_CERT_FILE", _) = trial.error() else {
        return #expect(Bool(false))
      }
      let message = trial.error().map { "\($0)" } ?? ""
      #expect(message.contains(path) && message.contains("PEM"))
    }
  }

  @Test("A redirect from https to http is refused") func nothingLeadsFromSecureToPlain() throws {
    let file = ServedFile(bytes: bytes)
    let plain = try HostileServer { file.answer($0, $1) }
    let head =
      "HTTP/1.1 302 Found\r\nLocation: \(plain.url("/y?key=secret"))\r\nContent-Length: 50000"
    let server = try server(.local, head)
    let trial = try Trial(
      ["https://localhost:\(server.port)/x"], policy: Samples.policy(["SSL_CERT_FILE": trusted]))
    let failures = trial.failures()
    #expect(failures.first?.reason == .insecureRedirect(to: plain.url("/y?...")))
    #expect("\(failures)".contains("not followed") && plain.requests.isEmpty)
    // The other way is a good one.
    let secure = try self.server(.local)
    let target = "https://localhost:\(secure.port)/z"
    let front = try HostileServer { _, connection in connection.answer(301, ["Location": target]) }
    try Trial([front.url()], policy: Samples.policy(["SSL_CERT_FILE": trusted]))
      .succeeds(with: bytes)
  }

  @Test("Certificates are verified through a proxy's tunnel too")
  func tunnelsOfAProxyAreVerifiedToo() throws {
    let server = try server(.local)
    let port = server.port
    let proxy = try HostileServer { _, connection in connection.tunnel(to: port) }
    let variables = ["https_proxy": "127.0.0.1:\(proxy.port)", "SSL_CERT_FILE": trusted]
    // A numeric address is one like any other.
    for host in ["localhost", "127.0.0.1"] {
      try Trial(
        ["https://\(host):\(port)/x"], accepted: Samples.accepted(bytes),
        policy: Samples.policy(variables)
      ).succeeds(with: bytes)
    }
    #expect(proxy.requests.map(\.target) == ["localhost:\(port)", "127.0.0.1:\(port)"])
    #expect(proxy.requests.first?.headers["proxy-authorization"] == nil)
    // Whoever sits on the way cannot pass for another.
    let failures = try Trial(
      ["https://elsewhere.example/x"], policy: Samples.policy(variables)
    ).failures()
    guard case .certificate = failures.first?.reason else {
      Issue.record("\(failures)")
      return
    }
  }

  @Test("A server that is silent in the handshake is given up")
  func aServerThatSaysNothingIsNotWaitedForWithoutEnd() throws {
    let server = try HostileServer(isMute: true) { _, _ in }
    var policy = Samples.policy(idle: .milliseconds(100), ["SSL_CERT_FILE": trusted])
    policy.connectTimeout = .milliseconds(100)
    policy.retries = 1
    let failures = try Trial(
      ["https://127.0.0.1:\(server.port)/", server.url()], policy: policy
    ).failures()
    #expect("\(failures)".contains("no connection to 127.0.0.1:\(server.port) was made in time"))
    #expect(failures.last?.reason == .stalled(after: .milliseconds(200), received: 0))
    #expect(failures.allSatisfy { $0.attempts == 2 })
  }

  @Test("A server that does not speak TLS is an error that says so") func whoSpeaksNoTlsIsToldSo()
    throws
  {
    let server = try HostileServer { _, connection in connection.answer(200) }
    let failures = try Trial(
      ["https://127.0.0.1:\(server.port)/"], policy: Samples.policy(["SSL_CERT_FILE": trusted])
    ).failures()
    guard case .connection(let problem) = failures.first?.reason else {
      Issue.record("\(failures)")
      return
    }
    #expect(problem.contains("TLS") && problem.contains("port"))
  }
}

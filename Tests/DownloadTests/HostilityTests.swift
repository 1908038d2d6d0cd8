import Digests
import Files
import Foundation
import Provenance
import Synchronization
import TestSupport
import Testing

@testable import Download

@Suite struct HostilityTests {
  private let bytes = Samples.bytes(200_000)

  /// What a server does wrong until it is asked for the third time.
  enum Fault: CaseIterable {
    case cut, reset, stall, resetBeforeHead, closeBeforeHead, garbage, slowHead
    case requestTimeout, tooEarly, tooMany, broken, unavailable
  }

  @Test("A passing fault is overcome by trying again", arguments: Fault.allCases)
  func aFaultThatPassesIsOvercome(_ fault: Fault) throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { request, connection in
      guard request.number < 2 else { return file.answer(request, connection) }
      let limit = 50_000 + 30_000 * request.number
      switch fault {
      case .cut: file.answer(request, connection, limit: limit)
      case .reset:
        file.answer(request, connection, limit: limit)
        connection.reset()
      case .stall:
        file.answer(request, connection, limit: limit)
        connection.stall()
      case .resetBeforeHead: connection.reset()
      case .closeBeforeHead: connection.end()
      case .garbage: connection.send("SSH-2.0-OpenSSH_9.6\r\n\r\n".utf8)
      case .slowHead:
        connection.send("HTTP/1.1 200 OK\r\nX-Slow: ".utf8)
        connection.stall()
      case .requestTimeout: connection.answer(408)
      case .tooEarly: connection.answer(425)
      case .tooMany: connection.answer(429, ["Retry-After": "1000000"])
      case .broken: connection.answer(500, [:], Array("<html>sorry</html>".utf8))
      case .unavailable: connection.answer(503, ["Retry-After": "0"])
      }
    }
    let isSlow = fault == .stall || fault == .slowHead
    var policy = Samples.policy(idle: isSlow ? .milliseconds(250) : .seconds(10))
    if fault == .slowHead { policy.connectTimeout = .milliseconds(250) }
    for accepted in [Samples.accepted(bytes), []] {
      let start = server.requests.count
      guard start == 0 || !isSlow else { break }
      try Trial([server.url()], accepted: accepted, policy: policy).succeeds(with: bytes)
    }
    #expect(server.requests.count >= 3)
  }

  @Test("A lasting fault is reported with the number of tries")
  func aFaultThatStaysIsToldWithTheNumberOfTries() throws {
    let server = try HostileServer { _, connection in connection.answer(503) }
    let failures = try Trial([server.url()]).failures()
    #expect(failures.first?.reason == .status(code: 503, retryAfter: nil))
    #expect(failures.first?.attempts == 3 && server.requests.count == 3)
    let message = "\(DownloadError.failed(failures))"
    #expect(message.contains(server.url()) && message.contains("503 Service Unavailable"))
    #expect(message.contains("try again later") && message.contains("tried 3 times"))
  }

  @Test("Received bytes reset the count of tries, up to a limit")
  func eachByteGivesNewPatienceUpToALimit()
    throws
  {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1, limit: 10_000) }
    try Trial([server.url()], accepted: Samples.accepted(bytes)).succeeds(with: bytes)
    #expect(server.requests.count == 20)
    var policy = Samples.policy()
    policy.mostAttempts = 7
    let failures = try Trial(
      [server.url()], accepted: Samples.accepted(bytes), policy: policy
    ).failures()
    #expect(failures.first?.reason == .truncated(received: 70_000, expected: 200_000))
    #expect(failures.first?.attempts == 7)
  }

  @Test("A refused request is not tried again", arguments: [400, 401, 403, 404, 410, 451])
  func aRefusalIsNotTriedAgain(_ status: Int) throws {
    let server = try HostileServer { _, connection in connection.answer(status) }
    let failures = try Trial([server.url()]).failures()
    #expect(failures.first?.reason == .status(code: status, retryAfter: nil))
    #expect(server.requests.count == 1)
  }

  @Test("A server may ask for a pause, up to a limit") func aServerMayAskToWaitUpToALimit() throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { request, connection in
      guard request.number == 0 else { return file.answer(request, connection) }
      connection.answer(503, ["Retry-After": "3600"])
    }
    var policy = Samples.policy()
    policy.longestRetryAfter = .milliseconds(120)
    let trial = try Trial([server.url()], policy: policy)
    let clock = ContinuousClock()
    let time = try clock.measure { try trial.succeeds(with: bytes) }
    #expect(time >= .milliseconds(120) && time < .seconds(60))
  }

  /// Lies about the length, both ways.
  @Test("Another length than declared is refused unless the digest shows that the file is whole")
  func aWrongLengthIsNeverTaken()
    throws
  {
    let bytes = bytes
    let server = try HostileServer { request, connection in
      switch request.target {
      case "/long": connection.answer(200, ["Content-Length": "\(bytes.count + 9)"], bytes)
      case "/short": connection.answer(200, ["Content-Length": "\(bytes.count - 9)"], bytes)
      default: connection.answer(200, ["Content-Length": "12x"], bytes)
      }
    }
    for path in ["/long", "/short", "/nonsense"] {
      let failures = try Trial([server.url(path)], accepted: Samples.accepted(bytes)).failures()
      #expect(failures.count == 1, "\(path)")
    }
    // The digest tells that nothing is missing.
    try Trial([server.url("/long")], accepted: [.init(digest: Digest(of: bytes))])
      .succeeds(with: bytes)
    let failures = try Trial([server.url("/long")]).failures()
    #expect(failures.first?.reason == .truncated(received: 200_000, expected: 200_009))
    // The first byte after the length is not part of it, so that here the digest is what tells.
    let short = try Trial(
      [server.url("/short")], accepted: [.init(digest: Digest(of: bytes))]
    ).failures()
    guard case .contents(_, let size, _, _) = short.first?.reason else {
      Issue.record("\(short)")
      return
    }
    #expect(size == bytes.count - 9)
  }

  @Test("No more bytes are read than the file can have") func moreBytesThanCanBeRightAreNotRead()
    throws
  {
    let sent = Mutex(0)
    let server = try HostileServer { _, connection in
      connection.head(200, ["Transfer-Encoding": "chunked"])
      let piece = Array("10000\r\n".utf8) + Samples.bytes(1 << 16) + Array("\r\n".utf8)
      while connection.send(piece) { sent.withLock { $0 += 1 << 16 } }
    }
    let known = try Trial([server.url()], accepted: Samples.accepted(bytes))
    #expect(known.failures().first?.reason == .tooLong(expected: 200_000))
    #expect(try Samples.contents(known.partial.path).isEmpty)
    var policy = Samples.policy()
    policy.largestUnknown = 300_000
    let unknown = try Trial([server.url()], policy: policy).failures()
    #expect(unknown.first?.reason == .tooLarge(limit: 300_000))
    #expect("\(unknown)".contains("give its size"))
    // What was under way in buffers of the system, not all that the server has.
    #expect(sent.withLock { $0 } < 64 << 20)
  }

  @Test(
    "An endless response head is an error that says so",
    arguments: ["X-More: \(String(repeating: "x", count: 1000))\r\n", "x"])
  func aHeadWithoutEndIsNotRead(_ part: String) throws {
    let server = try HostileServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\nX-First: ".utf8)
      let part = Array(String(repeating: part, count: 65_536 / part.utf8.count).utf8)
      for _ in 0..<1000 { guard connection.send(part) else { return } }
    }
    let failures = try Trial([server.url()], accepted: Samples.accepted(bytes)).failures()
    #expect("\(failures)".contains("its head has no end"), "\(failures)")
  }

  @Test("An impossible declared length is refused before reading")
  func aDeclaredLengthThatCannotBeRightIsRefusedUnread() throws {
    let server = try HostileServer { _, connection in
      connection.head(200, ["Content-Length": "\(1 << 61)"])
      connection.stall()
    }
    let known = try Trial([server.url()], accepted: Samples.accepted(bytes)).failures()
    #expect(known.first?.reason == .size(found: 1 << 61, expected: [200_000]))
    let unknown = try Trial([server.url()]).failures()
    #expect(unknown.first?.reason == .tooLarge(limit: 64 << 30))
  }

  @Test("A response in an unrequested encoding is refused") func encodedBytesAreRefused() throws {
    let server = try HostileServer { request, connection in
      let name = request.target == "/gzip" ? "gzip" : "x\u{1B}[31m"
      connection.answer(200, ["Content-Encoding": name], [0x1F, 0x8B, 8, 0])
    }
    let failures = try Trial([server.url("/gzip")]).failures()
    #expect(failures.first?.reason == .encoding("gzip"))
    #expect("\(failures)".contains("gzip") && "\(failures)".contains("give another address"))
    #expect(!"\(try Trial([server.url("/evil")]).failures())".contains("\u{1B}"))
  }

  @Test("A web page in place of the file is refused") func aWebPageIsNoFile() throws {
    let page = Array("\n <!DOCTYPE HTML><title>Sign in</title>".utf8)
    let server = try HostileServer { request, connection in
      let type = request.target == "/told" ? "text/html; charset=utf-8" : "application/octet-stream"
      connection.answer(200, ["Content-Type": type], page)
    }
    for path in ["/told", "/hidden"] {
      let failures = try Trial([server.url(path)]).failures()
      #expect(failures.first?.reason == .webPage)
      #expect("\(failures)".contains("web page") && "\(failures)".contains("login"))
      let known = try Trial(
        [server.url(path)], accepted: [.init(digest: Digest(of: bytes))]
      ).failures()
      #expect("\(known)".contains("a web page") && "\(known)".contains("\(Digest(of: bytes))"))
      // Whoever knows its digest gets it.
      try Trial([server.url(path)], accepted: Samples.accepted(page)).succeeds(with: page)
    }
  }

  @Test("A host that cannot be reached is an error that names it")
  func nobodyThereIsAnErrorThatSaysWhere() throws {
    let port = try HostileServer { _, _ in }.port
    let failures = try Trial(["http://127.0.0.1:\(port)/x", "http://name.invalid/y"]).failures()
    #expect(failures.count == 2)
    let message = "\(DownloadError.failed(failures))"
    #expect(message.contains("none of 2 addresses"))
    #expect(message.contains("cannot connect to 127.0.0.1:\(port) (Connection refused)"))
    #expect(
      message.contains("name.invalid") && message.contains("check the spelling"), "\(message)")
  }
}

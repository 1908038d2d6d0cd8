import Digests
import Files
import Provenance
import Synchronization
import TestSupport
import Testing

@testable import Download

@Suite struct TransferTests {
  private let bytes = Samples.bytes(300_000)

  @Test("A file arrives whole") func aFileComesWhole() throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1) }
    let trial = try Trial([server.url("/a%20b?token=secret")], accepted: Samples.accepted(bytes))
    let result = try trial.succeeds(with: bytes)
    #expect(result.address == trial.download.addresses[0])
    let request = try #require(server.requests.first)
    #expect(request.method == "GET" && request.target == "/a%20b?token=secret")
    #expect(request.headers["host"] == "127.0.0.1:\(server.port)")
    #expect(request.headers["user-agent"] == "darkroom/test")
    #expect(request.headers["accept-encoding"] == "identity")
    #expect(request.headers["range"] == nil && request.headers["authorization"] == nil)
  }

  @Test("Without a digest a file is taken as it is") func withoutADigestAFileIsTakenAsItIs() throws
  {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1) }
    try Trial([server.url()]).succeeds(with: bytes)
    try Trial([server.url()], size: bytes.count).succeeds(with: bytes)
    let failures = try Trial([server.url()], size: 7).failures()
    #expect(failures.first?.reason == .size(found: bytes.count, expected: [7]))
  }

  @Test("Empty, chunked and unsized responses arrive whole")
  func emptyFilesAndChunkedOnesAndThoseThatEndWithTheConnection() throws {
    let bytes = bytes
    let server = try HostileServer { request, connection in
      switch request.target {
      case "/empty": connection.answer(200)
      case "/chunked":
        connection.head(200, ["Transfer-Encoding": "chunked"])
        for start in stride(from: 0, to: bytes.count, by: 100_000) {
          let piece = bytes[start..<min(start + 100_000, bytes.count)]
          connection.send("\(String(piece.count, radix: 16))\r\n".utf8)
          connection.send(piece)
          connection.send("\r\n".utf8)
        }
        connection.send("0\r\n\r\n".utf8)
      default:
        connection.head(200, [:])
        connection.send(bytes)
      }
    }
    try Trial([server.url("/empty")], accepted: Samples.accepted([])).succeeds(with: [])
    try Trial([server.url("/empty")]).succeeds(with: [])
    try Trial([server.url("/chunked")]).succeeds(with: bytes)
    try Trial([server.url("/open")], size: bytes.count).succeeds(with: bytes)
    try Trial([server.url("/open")], accepted: [.init(digest: Digest(of: bytes))])
      .succeeds(with: bytes)
    // Nobody could tell whether it is whole.
    let failures = try Trial([server.url("/open")]).failures()
    #expect(failures.first?.reason == .noLength)
  }

  @Test("User and password go to the named server only")
  func userAndPasswordGoToTheServerAndNowhereElse() throws {
    let file = ServedFile(bytes: bytes)
    let other = try HostileServer { file.answer($0, $1) }
    let target = other.url()
    let server = try HostileServer { request, connection in
      if request.target == "/far" {
        connection.answer(302, ["Location": target])
      } else if request.target == "/near" {
        connection.answer(307, ["Location": "there"])
      } else {
        connection.answer(404)
      }
    }
    let place = "http://me:se%3Acret@127.0.0.1:\(server.port)"
    try Trial(["\(place)/far"]).succeeds(with: bytes)
    #expect(server.requests.first?.headers["authorization"] == "Basic bWU6c2U6Y3JldA==")
    #expect(other.requests.first?.headers["authorization"] == nil)
    let trial = try Trial(["\(place)/near?key=hidden"])
    let failures = trial.failures()
    #expect(server.requests.last?.headers["authorization"] == "Basic bWU6c2U6Y3JldA==")
    let message = "\(DownloadError.failed(failures))"
    #expect(message.contains("127.0.0.1:\(server.port)/near") && message.contains("404"))
    #expect(!message.contains("cret") && !message.contains("hidden") && !message.contains("me:"))
  }

  @Test("Progress is reported while bytes arrive") func progressIsToldNowAndThen() throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1) }
    let trial = try Trial([server.url()], accepted: Samples.accepted(bytes))
    let told = Mutex<[DownloadProgress]>([])
    _ = try trial.download.run(
      into: trial.partial, progress: { progress in told.withLock { $0.append(progress) } })
    let all = told.withLock { $0 }
    #expect(all.first?.done == 0 && all.last?.done == bytes.count)
    #expect(all.allSatisfy { $0.total == bytes.count && $0.url == server.url() })
    #expect(all.count >= 2 && all.count <= bytes.count / 65536 + 2)
  }

  @Test("Many threads download at once") func manyAtOnceFromManyThreads() throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { request, connection in
      // Every other one breaks in the middle first.
      let isBroken = request.rangeStart == nil && request.number % 2 == 0
      file.answer(request, connection, limit: isBroken ? 70_000 : .max)
    }
    let trials = try (0..<16).map { _ in
      try Trial([server.url()], accepted: Samples.accepted(bytes))
    }
    let results = Threads.map(trials) { trial in try? trial.download.run(into: trial.partial) }
    #expect(results.allSatisfy { $0?.digest == Digest(of: bytes) })
    for trial in trials { #expect(try trial.names() == ["data"]) }
  }

  @Test("A download without an address is an error") func nowhereToFetchFromIsAnError() throws {
    #expect(try Trial([]).error() == .noAddresses)
  }
}

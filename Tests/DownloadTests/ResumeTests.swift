import Digests
import Files
import Foundation
import Provenance
import Synchronization
import TestSupport
import Testing

@testable import Download

/// Downloads that go on where another process was killed.
@Suite struct ResumeTests {
  private let bytes = Samples.bytes(100_000)

  /// Leaves what a killed download leaves.
  private func leave(
    _ data: some Sequence<UInt8>, from url: String, in trial: Trial, total: Int? = 100_000,
    validator: Validator? = .entityTag("\"one\""), boot: String? = PartialRecord.currentBoot
  ) throws {
    let address = try #require(try Address(url).web)
    try AtomicFile.write(Array(data), to: trial.partial.path)
    let record = PartialRecord(
      address: address.digest, url: "\(address)", total: total, validator: validator, boot: boot)
    try AtomicFile.write(record.bytes, to: trial.partial.recordPath)
  }

  @Test("A resumed download asks only for the rest", arguments: [true, false])
  func onlyTheRestIsAskedFor(_ isDigestKnown: Bool) throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1) }
    let accepted = isDigestKnown ? Samples.accepted(bytes) : []
    let trial = try Trial([server.url()], accepted: accepted)
    try leave(bytes.prefix(60_000), from: server.url(), in: trial)
    try trial.succeeds(with: bytes)
    #expect(server.requests.map(\.rangeStart) == [60_000])
    #expect(server.requests.first?.headers["if-range"] == "\"one\"")
  }

  @Test("An interrupted download is resumed by the next run")
  func aRealInterruptionLeavesWhatTheNextRunGoesOnWith() throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { request, connection in
      file.answer(request, connection, limit: request.number == 0 ? 30_000 : .max)
    }
    var policy = Samples.policy()
    policy.retries = 0
    let trial = try Trial([server.url("/file?token=secret")], policy: policy)
    #expect(
      trial.failures().first?.reason == .truncated(received: 30_000, expected: 100_000))
    #expect(try trial.names() == ["data", "data.json"])
    let record = try String(contentsOfFile: trial.partial.recordPath, encoding: .utf8)
    #expect(record.contains(server.url()) && !record.contains("secret"))
    try trial.succeeds(with: bytes)
    #expect(server.requests.map(\.rangeStart) == [nil, 30_000])
  }

  /// Wherever the process was killed, and whatever became of the record, the bytes are right.
  @Test("Wherever the process was killed, the bytes are right in the end", arguments: 0..<40)
  func killedAnywhere(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1) }
    let isDigestKnown = Bool.random(using: &random)
    let trial = try Trial(
      [server.url()], accepted: isDigestKnown ? Samples.accepted(bytes) : [])
    let length = Int.random(in: 0...100_000, using: &random)
    let old = Samples.bytes(100_000, seed: 99)
    switch seed % 8 {
    case 0, 1: try leave(bytes.prefix(length), from: server.url(), in: trial)
    case 2:  // The record is cut.
      try leave(bytes.prefix(length), from: server.url(), in: trial)
      let record = try Samples.contents(trial.partial.recordPath)
      let kept = Int.random(in: 0..<record.count - 2, using: &random)
      try AtomicFile.write(Array(record.prefix(kept)), to: trial.partial.recordPath)
    case 3:  // A byte of it is another one.
      try leave(bytes.prefix(length), from: server.url(), in: trial)
      var record = try Samples.contents(trial.partial.recordPath)
      record[Int.random(in: 0..<record.count, using: &random)] = 0xFF
      try AtomicFile.write(record, to: trial.partial.recordPath)
    case 4:  // It is of another version of the file, or of this room.
      let tag = Validator.entityTag("\"zero\"")
      try leave(old.prefix(length), from: server.url(), in: trial, validator: tag)
    case 5:
      try leave(old.prefix(length), from: server.url(), in: trial)
      let record = try String(contentsOfFile: trial.partial.recordPath, encoding: .utf8)
      let other = record.replacing("\"schemaVersion\" : 1", with: "\"schemaVersion\" : 2")
      #expect(other != record)
      try AtomicFile.write(Array(other.utf8), to: trial.partial.recordPath)
    case 6:  // There is none.
      try AtomicFile.write(Array(old.prefix(length)), to: trial.partial.path)
    default:  // The file is longer than it can be.
      try leave(bytes + old.prefix(length), from: server.url(), in: trial)
    }
    try trial.succeeds(with: bytes)
  }

  @Test("Without a digest only the same version is resumed")
  func withoutADigestNothingIsContinuedThatMayBeOfAnotherVersion() throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1) }
    let old = Samples.bytes(50_000, seed: 9)
    // No validator, from another address, of another run of the system.
    for number in 0..<4 {
      let trial = try Trial([server.url()])
      switch number {
      case 0: try leave(old, from: server.url(), in: trial, validator: nil)
      case 1: try leave(old, from: server.url("/other"), in: trial)
      case 2: try leave(old, from: server.url(), in: trial, boot: "another")
      default: try leave(old, from: server.url(), in: trial, boot: nil)
      }
      try trial.succeeds(with: bytes)
    }
    #expect(server.requests.allSatisfy { $0.rangeStart == nil } && server.requests.count == 4)
  }

  @Test("With a digest another mirror resumes the download") func withADigestAnotherMirrorGoesOn()
    throws
  {
    let file = ServedFile(bytes: bytes, tag: "\"other\"")
    let gone = try HostileServer { _, connection in connection.answer(404) }
    let server = try HostileServer { file.answer($0, $1) }
    let trial = try Trial([gone.url(), server.url()], accepted: Samples.accepted(bytes))
    try leave(bytes.prefix(60_000), from: gone.url(), in: trial)
    try trial.succeeds(with: bytes)
    #expect(server.requests.map(\.rangeStart) == [60_000])
    #expect(server.requests.first?.headers["if-range"] == nil)
  }

  @Test("A file put together from two mirrors carries no version of either")
  func whatIsPatchedTogetherIsNotSaidToBeOfOneVersion() throws {
    let file = ServedFile(bytes: bytes, tag: "\"other\"")
    let server = try HostileServer { file.answer($0, $1, limit: 10_000) }
    var policy = Samples.policy()
    policy.retries = 0
    policy.mostAttempts = 1
    let trial = try Trial([server.url()], accepted: Samples.accepted(bytes), policy: policy)
    try leave(bytes.prefix(60_000), from: server.url("/elsewhere"), in: trial)
    _ = trial.failures()
    #expect(try Samples.contents(trial.partial.path).count == 70_000)
    let record = try #require(PartialRecord(path: trial.partial.recordPath))
    #expect(record.validator == nil && record.url == server.url())
  }

  @Test("Wrong bytes of an earlier run are fetched again once")
  func wrongBytesBeforeARestAreFetchedAnewOnce() throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1) }
    let trial = try Trial([server.url()], accepted: Samples.accepted(bytes))
    try leave(Samples.bytes(60_000, seed: 7), from: server.url(), in: trial)
    try trial.succeeds(with: bytes)
    #expect(server.requests.map(\.rangeStart) == [60_000, nil])

    let wrong = try Trial([server.url()], accepted: [.init(digest: Digest(of: [1]))])
    try leave(bytes.prefix(60_000), from: server.url(), in: wrong)
    let failures = wrong.failures()
    #expect(failures.first?.attempts == 2 && server.requests.count == 4)
    #expect("\(failures)".contains("\(Digest(of: [1]))"))
    // Nothing goes on with them.
    #expect(try wrong.names() == ["data"])
  }

  @Test("A complete file with the right digest is not fetched again")
  func wholeBytesAreNotAskedForAgain() throws {
    let server = try HostileServer { _, connection in connection.answer(500) }
    let trial = try Trial([server.url()], accepted: Samples.accepted(bytes))
    try leave(bytes, from: server.url(), in: trial)
    let result = try trial.succeeds(with: bytes)
    #expect(result.address == nil && server.requests.isEmpty)
  }

  @Test("A complete file without a digest is kept if the server confirms it")
  func wholeBytesWithoutADigestAreKeptIfTheServerVouchesForThem() throws {
    let file = ServedFile(bytes: bytes)
    let server = try HostileServer { file.answer($0, $1) }
    let same = try Trial([server.url()])
    try leave(bytes, from: server.url(), in: same)
    try same.succeeds(with: bytes)
    #expect(server.requests.map(\.rangeStart) == [100_000])
    // A server that does not heed If-Range and does not tell the version.
    let careless = try HostileServer { request, connection in
      guard request.rangeStart == nil else {
        return connection.answer(416, ["Content-Range": "bytes */100000"])
      }
      file.answer(request, connection)
    }
    let other = try Trial([careless.url()])
    try leave(Samples.bytes(100_000, seed: 3), from: careless.url(), in: other)
    try other.succeeds(with: bytes)
    #expect(careless.requests.count == 2)
  }

  @Test("A modification date serves where there is no entity tag") func datesDoForWantOfTags()
    throws
  {
    let bytes = bytes
    let old = "Wed, 01 Jan 2020 00:00:00 GMT"
    let server = try HostileServer { request, connection in
      let now = request.target == "/new" ? old : "Wed, 01 Jan 2020 00:00:01 GMT"
      var headers = ["Last-Modified": old, "Date": now, "ETag": "W/\"weak\""]
      guard let start = request.rangeStart, request.headers["if-range"] == old else {
        headers["Content-Length"] = "\(bytes.count)"
        connection.head(200, headers)
        connection.send(bytes.prefix(request.number == 0 ? 40_000 : .max))
        return
      }
      headers["Content-Range"] = "bytes \(start)-99999/100000"
      connection.answer(206, headers, Array(bytes[start...]))
    }
    try Trial([server.url()]).succeeds(with: bytes)
    #expect(server.requests.map(\.rangeStart) == [nil, 40_000])
    // One that changed within this second may change again.
    let fresh = try HostileServer { request, connection in
      connection.head(
        200, ["Last-Modified": old, "Date": old, "Content-Length": "\(bytes.count)"])
      connection.send(bytes.prefix(request.number == 0 ? 40_000 : .max))
    }
    try Trial([fresh.url()]).succeeds(with: bytes)
    #expect(fresh.requests.map(\.rangeStart) == [nil, nil])
  }
}

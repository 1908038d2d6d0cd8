import Digests
import Files
import Provenance
import Testing

@testable import Download

/// Servers whose file changes between two ranges, or that answer ranges wrongly.
@Suite struct ChangingFileTests {
  private let old = Samples.bytes(100_000, seed: 5)
  private let new = Samples.bytes(100_000, seed: 6)

  /// How a server answers that is asked for the rest after the file was changed.
  enum Answer: CaseIterable {
    case good, ignoresCondition, ignoresConditionWithoutTag, keepsTag, ignoresRange
    case wrongStart, wrongTotal, unknownTotal, noRange, severalRanges, notSatisfiable
  }

  /// Hands out the old file until the connection breaks, then the new one.
  private func server(_ answer: Answer) throws -> HostileServer {
    let (old, new) = (old, new)
    return try HostileServer { request, connection in
      guard request.number > 0 else {
        return ServedFile(bytes: old).answer(request, connection, limit: 40_000)
      }
      let tag = answer == .keepsTag ? "\"one\"" : "\"two\""
      guard let start = request.rangeStart, answer != .good, answer != .ignoresRange,
        answer != .keepsTag
      else {
        var request = request
        if answer == .ignoresRange, let plain = ServedRequest("GET / HTTP/1.1\r\n\r\n") {
          request = plain
        }
        return ServedFile(bytes: new, tag: tag).answer(request, connection)
      }
      var headers = ["ETag": tag]
      switch answer {
      case .ignoresCondition: headers["Content-Range"] = "bytes \(start)-99999/100000"
      case .ignoresConditionWithoutTag:
        headers = ["Content-Range": "bytes \(start)-99999/100000"]
      case .wrongStart:
        headers = ["ETag": "\"one\"", "Content-Range": "bytes \(start + 1)-99999/100000"]
      case .wrongTotal:
        headers = ["ETag": "\"one\"", "Content-Range": "bytes \(start)-99998/99999"]
      case .unknownTotal:
        headers = ["ETag": "\"one\"", "Content-Range": "bytes \(start)-99999/*"]
      case .noRange: headers = ["ETag": "\"one\""]
      case .severalRanges:
        headers = ["ETag": "\"one\"", "Content-Type": "multipart/byteranges; boundary=x"]
      case .notSatisfiable:
        return connection.answer(416, ["Content-Range": "bytes */100000"])
      default: break
      }
      connection.answer(206, headers, Array(new[start...]))
    }
  }

  @Test(
    "With a digest the right bytes arrive although the file changes", arguments: Answer.allCases)
  func withADigestTheRightBytesCome(_ answer: Answer) throws {
    let server = try server(answer)
    try Trial([server.url()], accepted: Samples.accepted(new)).succeeds(with: new)
  }

  /// A server that gives another file the old one's tag cannot be seen through.
  @Test(
    "Without a digest two versions of a file are never mixed",
    arguments: Answer.allCases.filter { $0 != .keepsTag })
  func withoutADigestNoTwoVersionsAreMixed(_ answer: Answer) throws {
    let server = try server(answer)
    try Trial([server.url()]).succeeds(with: new)
  }

  @Test("A server that never gives the right file is given up")
  func aServerThatNeverGivesTheRightFileIsGivenUp() throws {
    let server = try server(.ignoresConditionWithoutTag)
    let trial = try Trial([server.url()], accepted: Samples.accepted(old))
    guard case .contents(let digest, _, _, _) = trial.failures().first?.reason else {
      return #expect(Bool(false))
    }
    #expect(digest == Digest(of: new))
    #expect(server.requests.count == 3)
  }

  /// The rest comes in parts that are shorter than was asked for.
  @Test("Ranges shorter than asked for are put together") func shortRangesAreAddedUp() throws {
    let new = new
    let server = try HostileServer { request, connection in
      guard let start = request.rangeStart else {
        return ServedFile(bytes: new).answer(request, connection, limit: 40_000)
      }
      let end = min(start + 25_000, new.count)
      connection.answer(
        206, ["ETag": "\"one\"", "Content-Range": "bytes \(start)-\(end - 1)/\(new.count)"],
        Array(new[start..<end]))
    }
    try Trial([server.url()]).succeeds(with: new)
    #expect(server.requests.map(\.rangeStart) == [nil, 40_000, 65_000, 90_000])
  }

  /// More comes than the range is said to hold.
  @Test("A range longer than declared is refused and nothing of it is kept") func longRangesAreCut()
    throws
  {
    let new = new
    let server = try HostileServer { request, connection in
      guard let start = request.rangeStart, request.number == 1 else {
        return ServedFile(bytes: new).answer(request, connection, limit: 40_000)
      }
      connection.answer(
        206, ["ETag": "\"one\"", "Content-Range": "bytes \(start)-99999/100000"],
        Array(new[start...]) + [1, 2, 3])
    }
    let trial = try Trial([server.url()], accepted: Samples.accepted(new))
    #expect(trial.failures().first?.reason == .tooLong(expected: 100_000))
    #expect(try Samples.contents(trial.partial.path).isEmpty)
  }
}

import Digests
import Files
import Foundation
import Provenance
import TestSupport
import Testing

@testable import Download

@Suite struct LocalTests {
  private let bytes = Samples.bytes(700_000)

  @Test("Local files are copied") func filesAreCopied() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(bytes, to: folder.path("a b"))
    let url = "file://" + folder.path("a%20b")
    for text in [folder.path("a b"), url] {
      try Trial([text], accepted: Samples.accepted(bytes)).succeeds(with: bytes)
      try Trial([text]).succeeds(with: bytes)
      #expect(
        try Trial([text], size: 5).failures().first?.reason
          == .size(found: 700_000, expected: [5]))
    }
    #expect(try Samples.contents(folder.path("a b")) == bytes)
    try AtomicFile.write([UInt8](), to: folder.path("empty"))
    try Trial([folder.path("empty")], accepted: Samples.accepted([])).succeeds(with: [])
  }

  @Test("A pipe or folder in place of a file fails at once")
  func whatIsNoFileIsAFailureWithoutWaiting() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    let paths = [folder.path("missing"), folder.url.path, folder.path("pipe"), "/dev/zero"]
    let failures = try Trial(paths).failures()
    #expect(failures.map(\.url) == paths)
    let message = "\(DownloadError.failed(failures))"
    for word in ["No such file", "folder", "pipe", "device"] { #expect(message.contains(word)) }
  }

  @Test("A file is not copied onto itself") func aFileIsNotCopiedOntoItself() throws {
    let trial = try Trial([])
    try AtomicFile.write(bytes, to: trial.partial.path)
    var other = trial
    other.download.addresses = [Address(path: trial.partial.path)]
    #expect("\(other.failures())".contains("very file"))
    #expect(try Samples.contents(trial.partial.path) == bytes)
  }

  @Test("Wrong bytes are rejected and the next address is tried")
  func wrongBytesAreRejectedAndTheNextAddressIsTried() throws {
    let folder = try TemporaryFolder()
    let wrong = Samples.bytes(700_000, seed: 2)
    try AtomicFile.write(wrong, to: folder.path("wrong"))
    try AtomicFile.write(bytes, to: folder.path("right"))
    let trial = try Trial(
      [folder.path("missing"), folder.path("wrong"), folder.path("right")],
      accepted: Samples.accepted(bytes))
    var rejected: [Rejected] = []
    let result = try trial.download.run(into: trial.partial, progress: nil) { found in
      rejected.append(found)
      rename(found.path, folder.path("quarantine"))
    }
    #expect(result.address?.path == folder.path("right"))
    #expect(rejected.map(\.url) == [folder.path("wrong")])
    #expect(rejected.first?.digest == Digest(of: wrong) && rejected.first?.size == wrong.count)
    #expect(try Samples.contents(folder.path("quarantine")) == wrong)
    #expect(try Samples.contents(trial.partial.path) == bytes)
    #expect(try trial.names() == ["data"])
  }

  @Test("Too little disk space is an error before anything is written")
  func tooLittleRoomIsAnErrorBeforeAnythingIsWritten() throws {
    let server = try HostileServer { _, connection in
      connection.head(200, ["Content-Length": "\(1 << 60)"])
      connection.stall()
    }
    let known = try Trial(
      [server.url()], accepted: [.init(digest: Digest(of: bytes), size: 1 << 60)])
    guard case .noSpace(let path, let needed, let free) = known.error() else {
      return #expect(Bool(false))
    }
    #expect(path == known.partial.path && needed == 1 << 60 && free < 1 << 60)
    #expect(server.requests.isEmpty)
    var policy = Samples.policy()
    policy.largestUnknown = .max
    let unknown = try Trial([server.url()], policy: policy)
    let message = unknown.error().map { "\($0)" } ?? ""
    #expect(message.contains("\(1 << 60) bytes") && message.contains("make room"))
    #expect(try Samples.contents(unknown.partial.path).isEmpty)
    #expect(try unknown.names() == ["data"])
  }

  @Test("A missing target folder is an error") func aFolderThatIsNotThereIsAnError() throws {
    let trial = try Trial(["/dev/null"])
    let error = #expect(throws: DownloadError.self) {
      try trial.download.run(into: PartialFile(path: trial.folder.path("none/data")))
    }
    #expect(error.map { "\($0)" }?.contains("create the folder") == true)
  }
}

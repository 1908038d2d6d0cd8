import Digests
import Files
import Foundation
import Provenance
import TestSupport
import Testing

@testable import Download

/// What most tests of downloads need.
enum Samples {
  /// Bytes that look like nothing; the same for the same seed.
  static func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  /// A policy that loses no time, and knows nothing of the proxies of the machine.
  static func policy(
    idle: Duration = .seconds(10), _ variables: [String: String] = [:]
  ) -> DownloadPolicy {
    var policy = DownloadPolicy(userAgent: "darkroom/test")
    policy.idleTimeout = idle
    policy.connectTimeout = .seconds(10)
    policy.firstBackoff = .milliseconds(1)
    policy.longestBackoff = .milliseconds(2)
    policy.longestRetryAfter = .milliseconds(50)
    policy.retries = 2
    policy.environment = DownloadEnvironment(variables)
    return policy
  }

  /// What is right, where these are the bytes.
  static func accepted(_ bytes: [UInt8]) -> [ExpectedContents] {
    [ExpectedContents(digest: Digest(of: bytes), size: bytes.count)]
  }

  /// Reads a file.
  static func contents(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

/// A download into a folder of its own.
struct Trial {
  let folder: TemporaryFolder
  let partial: PartialFile
  var download: Download

  init(
    _ addresses: [String], accepted: [ExpectedContents] = [], size: Int? = nil,
    policy: DownloadPolicy = Samples.policy()
  ) throws {
    folder = try TemporaryFolder()
    partial = PartialFile(path: folder.path("data"))
    download = Download(
      addresses: try addresses.map { text in try Address(text) }, accepted: accepted, size: size,
      policy: policy)
  }

  /// Runs it, and checks that what came is what it says, and alone.
  @discardableResult
  func succeeds(
    with bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Downloaded {
    let result = try download.run(into: partial)
    #expect(
      try Samples.contents(partial.path) == bytes, "other bytes", sourceLocation: sourceLocation)
    #expect(result.digest == Digest(of: bytes), sourceLocation: sourceLocation)
    #expect(result.size == bytes.count, sourceLocation: sourceLocation)
    #expect(try names() == ["data"], sourceLocation: sourceLocation)
    return result
  }

  /// Runs it, and gives why each address failed.
  func failures(sourceLocation: SourceLocation = #_sourceLocation) -> [AddressFailure] {
    let error = #expect(throws: DownloadError.self, sourceLocation: sourceLocation) {
      try download.run(into: partial)
    }
    guard case .failed(let failures) = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return []
    }
    return failures
  }

  /// Runs it, and gives the error that is not about addresses.
  func error(sourceLocation: SourceLocation = #_sourceLocation) -> DownloadError? {
    #expect(throws: DownloadError.self, sourceLocation: sourceLocation) {
      try download.run(into: partial)
    }
  }

  /// What is in the folder.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }
}

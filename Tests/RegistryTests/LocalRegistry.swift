import Foundation
import TestSupport
import Testing

/// A registry of this machine that lives as long as the object: Debian's docker-registry.
final class LocalRegistry {
  static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/docker-registry")
  static let isMissing: Comment = "needs docker-registry; apt-get install docker-registry"

  /// Host and port.
  let host: String
  private let folder: WorkFolder
  private let server: StartedProgram

  /// Starts a registry that is empty.
  ///
  /// - Parameter certificate: the files of a certificate and its key, where it is to speak https.
  init(certificate: (file: String, key: String)? = nil) throws {
    folder = try WorkFolder()
    server = try StartedProgram(
      Fixtures.root.appendingPathComponent("Scripts/registry").path,
      [folder.url.path] + (certificate.map { [$0.file, $0.key] } ?? []))
    host = try server.firstLine()
  }

  /// A reference in it.
  func reference(_ name: String) -> String { "oci://\(host)/\(name)" }

  /// The paths of all that it keeps.
  func entries() throws -> [String] { try folder.entries() }

  /// Changes a byte of each blob that has some bytes.
  ///
  /// - Returns: how many there were.
  func damage(_ contents: Data) throws -> Int {
    let blobs = try entries().filter { $0.hasSuffix("/data") }
    let same = try blobs.filter { try folder.bytes($0) == contents }
    var damaged = contents
    damaged[damaged.count / 2] ^= 1
    for blob in same { try folder.file(blob, damaged) }
    return same.count
  }
}

/// A server before a registry that answers with faults.
final class FaultyProxy {
  let host: String
  private let server: StartedProgram
  private let input = Pipe()

  /// - Parameter login: `USER:PASSWORD` and `bearer` or `basic`, where it asks who comes.
  init(
    before registry: LocalRegistry, seed: Int = 0, share: Double = 0, login: [String] = [],
    stall: Int = 0
  ) throws {
    let script = Fixtures.root.appendingPathComponent("Tests/Peers/faulty_proxy.py").path
    server = try StartedProgram(
      "/usr/bin/python3", [script, registry.host, "\(seed)", "\(share)"] + login,
      environment: ["FAULTY_STALL": "\(stall)"], input: input)
    host = try server.firstLine()
  }

  /// Whether a request is held that it does not pass on.
  func hasStalled() throws -> Bool { try server.outputSoFar().contains("stalled") }

  /// Ends it.
  ///
  /// - Returns: how many faults of each kind it made.
  func end() throws -> String {
    try input.fileHandleForWriting.close()
    return try server.end(timeout: 10).output
  }
}

/// A model's folder that is signed, as the demonstration makes it, with its keys beside it.
enum SignedModel {
  /// Made once for all tests, in a folder that goes with the process.
  static let made: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    let outcome = try CommandLineTool.shell(
      """
      set -e
      $darkroom demo demo > /dev/null
      cd demo
      rm model/manifest.json model/model.sig
      $darkroom provenance model/shapes-int8.onnx --key key.pem --card --quiet
      $darkroom provenance model/shapes.onnx --key key.pem --quiet
      $darkroom manifest create model --quiet
      $darkroom sign model --key key.pem --quiet
      """, in: folder.url, timeout: 600)
    guard outcome.status == 0 else {
      throw CocoaError(.fileNoSuchFile, userInfo: ["why": "\(outcome)"])
    }
    return folder
  }

  /// A copy of it, `model` with `key.pem.pub`, in a folder.
  static func copy(into folder: WorkFolder) throws {
    let source = try made.get().url
    for (name, copy) in [
      ("demo/model", "model"), ("demo/key.pem.pub", "key.pem.pub"), ("demo/key.pem", "key.pem"),
    ] {
      try FileManager.default.copyItem(
        at: source.appendingPathComponent(name), to: folder.url.appendingPathComponent(copy))
    }
  }
}

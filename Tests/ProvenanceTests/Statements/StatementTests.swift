import Digests
import Foundation
import JSON
import TestSupport
import Testing

@testable import Provenance
import Text

/// Statements made from records, and files of them.
struct StatementTests {
  private let work: WorkFolder
  private let key = SigningKey()
  private let record: ProvenanceRecord
  private let artifact: String

  init() throws {
    work = try WorkFolder()
    record = try Samples.float()
    // What `Samples` hashes.
    artifact = try work.file("tiny.onnx", "content of tiny.onnx").path
  }

  private func failure(_ body: () throws(SignatureError) -> Void) -> SignatureError? {
    do throws(SignatureError) {
      try body()
      return nil
    } catch { return error }
  }

  @Test("The provenance statement names artifact, materials and builder") func provenance() throws {
    let statement = Statement(provenanceOf: record)
    #expect(statement.subjects.map(\.name) == ["tiny.onnx"])
    let definition = try #require(statement.predicate["buildDefinition"])
    #expect(definition["buildType"]?.text == "https://example.org/darkroom#convert")
    #expect(definition["externalParameters"]?["parameters"]?["heads"]?.text == "raw")
    let dependencies = try #require(definition["resolvedDependencies"]?.elements)
    #expect(dependencies.map { $0["name"]?.text } == ["tiny.cfg", "tiny.weights"])
    #expect(dependencies[0]["uri"]?.text == "https://example.org/tiny.cfg")
    #expect(dependencies[0]["annotations"]?["license"]?.text == "LicenseRef-YOLO-2")
    let details = try #require(statement.predicate["runDetails"])
    #expect(details["metadata"]?["startedOn"]?.text == "2026-02-03T04:05:06Z")
    #expect(details["metadata"]?["invocationId"]?.text == record.identity.description)
    #expect(details["builder"]?["version"]?["git"]?.text == "0123abcd")
  }

  @Test("The provenance statement names the calibration images") func provenanceOfCalibration()
    throws
  {
    let statement = Statement(provenanceOf: try Samples.int8(parent: record))
    let definition = try #require(statement.predicate["buildDefinition"])
    let dependencies = try #require(definition["resolvedDependencies"]?.elements)
    #expect(
      dependencies.map { $0["name"]?.text } == ["tiny.onnx", "COCO val2017", "a.jpg", "b.jpg"])
    #expect(
      definition["darkroom_parentRecord"]?["identity"]?.text == record.identity.description)
  }

  @Test("The test result names checks by verdict, protocol, data and metrics") func testResult()
    throws
  {
    var measurement = record.measurements[0]
    measurement.checks += [
      Check(name: "loses little", verdict: .failed, message: "loses much"),
      Check(name: "is small", verdict: .warned),
    ]
    let predicate = Statement(measurement, of: "tiny.onnx").predicate
    #expect(predicate["result"]?.text == "FAILED")
    #expect(predicate["passedTests"] == .texts(["ap is at least 0.2"]))
    #expect(predicate["warnedTests"] == .texts(["is small"]))
    #expect(predicate["failedTests"] == .texts(["loses little"]))
    let configuration = try #require(predicate["configuration"]?.elements)
    let content = try #require(configuration[0]["content"]?.text.flatMap { Base64.bytes(of: $0) })
    #expect(
      try JSONValue(parsing: content) == .object(measurement.protocolParameters))
    #expect(configuration[1]["name"]?.text == "instances_val2017.json")
    #expect(predicate["darkroom_figures"]?.elements?.first?["value"]?.summary == "0.2076")
  }

  /// Bytes that were rebuilt are not what was measured.
  @Test("Measurements of other bytes are left out") func staleMeasurementsAreLeftOut() {
    var record = record
    record.artifact.file.digest = Digest(of: [1])
    #expect(Statement.all(of: record).count == 1)
  }

  @Test("A signed statements file is verified") func signedFile() throws {
    let path = StatementFile.path(for: artifact)
    #expect(path.hasSuffix("/tiny.onnx.intoto.jsonl"))
    try StatementFile.write(record, of: artifact, key: key)
    let verified = try StatementFile.verify(path, artifact: artifact, key: key.verificationKey)
    #expect(verified.areAll(of: record))
    #expect(verified.keyID == key.verificationKey.id)
    let other = SigningKey().verificationKey
    let error = failure { () throws(SignatureError) in
      _ = try StatementFile.verify(path, artifact: artifact, key: other)
    }
    guard case .several(let errors) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(errors.count == 2)
    #expect(errors.allSatisfy { if case .otherKey = $0 { true } else { false } })
    #expect(error?.category == .refused)

    // A result that was left out is no change of what remains, but it is told by the record.
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    try work.file("tiny.onnx.intoto.jsonl", lines[0] + "\n")
    let less = try StatementFile.verify(path, artifact: artifact, key: key.verificationKey)
    #expect(!less.areAll(of: record))
  }

  @Test("An unsigned statements file is compared with the record") func bareFile() throws {
    let path = StatementFile.path(for: artifact)
    try StatementFile.write(record, of: artifact, key: nil)
    let first = try Data(contentsOf: URL(fileURLWithPath: path))
    let verified = try StatementFile.verify(path, artifact: artifact, key: nil)
    #expect(verified.areAll(of: record) && verified.keyID == nil)
    let error = failure { () throws(SignatureError) in
      _ = try StatementFile.verify(path, artifact: artifact, key: key.verificationKey)
    }
    #expect(
      error
        == .several([
          .notEnveloped(source: path + ":1"), .notEnveloped(source: path + ":2"),
        ]))
    try StatementFile.write(record, of: artifact, key: nil)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
  }

  @Test("Statements about another artifact are refused") func otherArtifact() throws {
    let path = StatementFile.path(for: artifact)
    try StatementFile.write(record, of: artifact, key: key)
    try work.file("tiny.onnx", "content of tiny.onnx.")
    let error = failure { () throws(SignatureError) in
      _ = try StatementFile.verify(path, artifact: artifact, key: key.verificationKey)
    }
    guard case .several(let errors) = error, case .otherSubject = errors[0] else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(
    "Malformed statements are refused as malformed",
    arguments: [
      "", "\n", "{}", "[]\n", "{\"payload\":\"AA==\"}", "null",
      #"{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[]}"#,
      #"{"payload":"e30=","payloadType":"text/plain","signatures":[{"sig":"AA=="}]}"#,
      #"{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"A"}]}"#,
      #"{"_type":"https://in-toto.io/Statement/v0.1","subject":[],"predicateType":"x"}"#,
    ])
  func unreadable(_ text: String) throws {
    let path = try work.file("bad.jsonl", text).path
    let error = failure { () throws(SignatureError) in _ = try StatementFile.read(path) }
    #expect(error?.category == .malformed, "\(String(describing: error))")
  }
}

/// Statements against in-toto's types and securesystemslib.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct StatementPeerTests {
  @Test("Every statement of a file is signed") func signedStatements() throws {
    let work = try WorkFolder()
    let key = SigningKey()
    try key.verificationKey.write(to: work.path("key.pub"))
    let float = try Samples.float()
    let path = work.path("statements")
    let statements = Statement.all(of: float) + Statement.all(of: try Samples.int8(parent: float))
    try work.file("statements", try StatementFile.text(statements, key: key))
    let verified = try Peers.run("signatures.py", ["verify-envelopes", work.path("key.pub"), path])
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(verified.output == (try StatementFile.text(statements, key: nil)))

    try work.file("payloads", verified.output)
    let read = try Peers.run("attestations.py", [work.path("payloads")])
    #expect(read.status == 0, "\(read.errors)")
    #expect(read.output == "provenance 2\nPASSED 2\nprovenance 4\n")
  }
}

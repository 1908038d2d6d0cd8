import Foundation
import TestSupport
import Testing

/// `darkroom push` and `pull` with a real registry.
@Suite(
  "Models in a registry", .enabled(if: LocalRegistry.isHere, LocalRegistry.isMissing),
  .serialized)
struct PushAndPullTests {
  let work: WorkFolder
  let registry: LocalRegistry

  init() throws {
    work = try WorkFolder()
    registry = try LocalRegistry()
    try SignedModel.copy(into: work)
  }

  private func push(_ folder: String = "model", _ name: String = "shapes:v1") throws
    -> CommandLineTool.Outcome
  {
    try work.darkroom(
      "push", folder, registry.reference(name), "--key", "key.pem.pub", "--plain-http")
  }

  private func pull(_ name: String, _ arguments: String...) throws -> CommandLineTool.Outcome {
    try work.darkroom(["pull", registry.reference(name), "--plain-http"] + arguments)
  }

  private func files(_ folder: String) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: work.path(folder))
    return Dictionary(
      uniqueKeysWithValues: try names.filter { name in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(
          atPath: work.path("\(folder)/\(name)"), isDirectory: &isFolder) && !isFolder.boolValue
      }.map { ($0, try work.bytes("\(folder)/\($0)")) })
  }

  @Test("What was pushed is pulled as it was, signature and all")
  func roundTrip() throws {
    let pushed = try push()
    #expect(pushed.status == 0, "\(pushed)")
    let pulled = try pull("shapes:v1", "-o", "copy", "--key", "key.pem.pub")
    #expect(pulled.status == 0, "\(pulled)")
    #expect(pulled.output == pushed.output)
    #expect(try files("copy") == files("model"))
    #expect(try work.darkroom("verify", "copy", "--key", "key.pem.pub").status == 0)
    #expect(try work.entries().allSatisfy { !$0.contains("darkroom-pull") })
    let digest = try #require(pulled.output.split(separator: "@").last).trimmingCharacters(
      in: .whitespacesAndNewlines)
    let pinned = try pull("shapes@\(digest)", "-o", "pinned", "--key", "key.pem.pub")
    #expect(pinned.status == 0, "\(pinned)")
  }

  @Test(
    "What inspect says of a model is as its schema says",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func schema() throws {
    #expect(try push().status == 0)
    let inspected = try work.darkroom(
      "inspect", registry.reference("shapes:v1"), "--plain-http", "--json")
    #expect(inspected.status == 0, "\(inspected)")
    let path = try work.file("remote.json", inspected.output).path
    let schemas = Fixtures.root.appendingPathComponent("docs/schemas").path
    let result = try Peers.run("schemas.py", ["--only", schemas, "inspect-registry", path])
    #expect(result.status == 0 && result.output.isEmpty, "\(result)")
  }

  @Test("The same folder gives the same digest, and nothing is sent that is there")
  func nothingTwice() throws {
    let first = try push()
    _ = try work.shell("cp -r model other && touch other/*")
    let second = try push("other", "shapes:v2")
    #expect(first.output == second.output)
    #expect(second.errors.contains("0 of "), "\(second)")
    let tags = try work.darkroom("tags", registry.reference("shapes"), "--plain-http")
    #expect(tags.output == "v1\nv2\n")
  }

  @Test(
    "SOURCE_DATE_EPOCH takes the place of the records' time, and nothing else changes the digest")
  func sourceDate() throws {
    let first = try push()
    let line =
      "SOURCE_DATE_EPOCH=1700000000 $darkroom push model \(registry.reference("shapes:v2")) --plain-http -q"
    let second = try work.shell(line)
    #expect(second.status == 0, "\(second)")
    #expect(first.output != second.output)
    #expect(try work.shell(line).output == second.output)
    let inspected = try work.darkroom(
      "inspect", registry.reference("shapes:v2"), "--plain-http")
    #expect(inspected.output.contains("2023-11-14T22:13:20Z"), "\(inspected)")
  }

  @Test("A folder that does not hold what it promises is not pushed")
  func changedFolder() throws {
    try work.file("model/shapes.onnx", "something else")
    let outcome = try push()
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("nothing was sent"))
    #expect(try registry.entries().allSatisfy { !$0.hasSuffix("/link") })
  }

  @Test("Without a key nothing is pulled before somebody insists")
  func unproven() throws {
    _ = try push()
    let refused = try pull("shapes:v1", "-o", "copy")
    #expect(refused.status == 64, "\(refused)")
    #expect(refused.errors.contains("--unverified") && refused.errors.contains("--key"))
    #expect(!FileManager.default.fileExists(atPath: work.path("copy")))
    let taken = try pull("shapes:v1", "-o", "copy", "--unverified")
    #expect(taken.status == 0, "\(taken)")
    #expect(taken.errors.contains("nothing proves who made the model"))
  }

  @Test("A model by another key is not pulled, and leaves nothing")
  func otherKey() throws {
    _ = try push()
    _ = try work.darkroom("keygen", "other.pem")
    let outcome = try pull("shapes:v1", "-o", "copy", "--key", "other.pem.pub")
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("was signed with the key"))
    #expect(try work.entries().allSatisfy { !$0.contains("copy") })
  }

  @Test("A folder that is there is left as it is")
  func existingFolder() throws {
    _ = try push()
    #expect(try pull("shapes:v1", "-o", "copy", "--key", "key.pem.pub").status == 0)
    let again = try pull("shapes:v1", "-o", "copy", "--key", "key.pem.pub")
    #expect(again.status == 0 && again.errors.contains("was there already"), "\(again)")
    try work.file("copy/mine.txt", "mine")
    let other = try pull("shapes:v1", "-o", "copy", "--key", "key.pem.pub")
    #expect(other.status == 73, "\(other)")
    #expect(other.errors.contains("mine.txt"))
    #expect(try work.bytes("copy/mine.txt") == Data("mine".utf8))
  }

  @Test(
    "A part of a model is verified as the whole is",
    arguments: [
      ("int8", ["shapes-int8.onnx"]), ("float", ["shapes.onnx"]), ("documents", []),
    ])
  func part(part: String, models: [String]) throws {
    _ = try push()
    let outcome = try pull("shapes:v1", "-o", "copy", "--key", "key.pem.pub", "--only", part)
    #expect(outcome.status == 0, "\(outcome)")
    let pulled = try files("copy")
    #expect(pulled.keys.filter { $0.hasSuffix(".onnx") }.sorted() == models)
    #expect(pulled["README.md"] != nil && pulled["model.sig"] != nil)
    let whole = try files("model")
    #expect(pulled.allSatisfy { whole[$0.key] == $0.value })
  }

  @Test("What a registry changed is noticed, and nothing appears")
  func changedBlob() throws {
    _ = try push()
    #expect(try registry.damage(try work.bytes("model/shapes.onnx")) == 1)
    let outcome = try pull("shapes:v1", "-o", "copy", "--key", "key.pem.pub")
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("SHA-256"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: work.path("copy")))
  }

  @Test(
    "Signature, records, statements and bills of materials are attached, under a tag where need be")
  func attachments() throws {
    _ = try push()
    let outcome = try work.darkroom(
      "inspect", registry.reference("shapes:v1"), "--plain-http", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let attached = try #require(report["attachments"] as? [[String: Any]])
    let kinds = Dictionary(grouping: attached.compactMap { $0["artifactType"] as? String }) { $0 }
    #expect(
      kinds.mapValues(\.count) == [
        "application/vnd.dev.sigstore.bundle.v0.3+json": 1, "application/vnd.cyclonedx+json": 2,
        "application/spdx+json": 2, "application/vnd.in-toto+json": 2,
        "application/vnd.darkroom.provenance.v1+json": 2,
        "application/vnd.darkroom.publisher-key.v1+pem": 1,
      ])
  }

  @Test("By https, with a certificate that is trusted, and with no other one")
  func encrypted() throws {
    let made = try work.shell(
      """
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout tls.key \
        -out tls.pem -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 2>&1
      """)
    #expect(made.status == 0, "\(made)")
    let registry = try LocalRegistry(certificate: (work.path("tls.pem"), work.path("tls.key")))
    let reference = registry.reference("shapes:v1")
    let strange = try work.shell("$darkroom push model \(reference)")
    #expect(strange.status == 66 && strange.errors.contains("certificate"), "\(strange)")
    let trusted = try work.shell(
      """
      export SSL_CERT_FILE=$PWD/tls.pem
      $darkroom push model \(reference) --key key.pem.pub -q \
        && $darkroom pull \(reference) -o copy --key key.pem.pub -q && diff -r model copy
      """)
    #expect(trusted.status == 0, "\(trusted)")
  }

  @Test(
    "Unencrypted transport is for this machine, unless it is forced",
    arguments: ["push model oci://192.0.2.1/a", "pull oci://192.0.2.1/a -o b --unverified"])
  func plainHTTP(line: String) throws {
    let outcome = try work.shell("$darkroom \(line) --plain-http")
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.errors.contains("--force-plain-http"))
  }

  @Test("A name and a tag that are not there are told apart from a registry that is not")
  func absent() throws {
    let outcome = try pull("nothing:v1", "-o", "copy", "--unverified")
    #expect(outcome.status == 66, "\(outcome)")
    #expect(outcome.errors.contains("darkroom tags"))
    let nobody = try work.shell(
      "$darkroom tags oci://127.0.0.1:1/a --plain-http", timeout: 300)
    #expect(nobody.status == 66, "\(nobody)")
    #expect(nobody.errors.contains("cannot connect"))
  }
}

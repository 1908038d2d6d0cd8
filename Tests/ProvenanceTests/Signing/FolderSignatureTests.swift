import Digests
import Foundation
import JSON
import TestSupport
import Testing

@testable import Provenance

/// Every way in which a folder may differ from what was signed.
struct FolderSignatureTests {
  private let model: ModelFolder

  init() throws {
    model = try ModelFolder()
    try model.sign()
  }

  private func problems() -> [FolderProblem] {
    do throws(SignatureError) {
      try model.verify()
      return []
    } catch {
      guard case .folder(_, let problems) = error else {
        Issue.record("\(error)")
        return []
      }
      #expect(error.category == .refused)
      return problems
    }
  }

  @Test("A signed folder is verified") func unchanged() throws {
    let verified = try model.verify()
    #expect(verified.folder.files.map(\.path) == ModelFolder.signedPaths)
    #expect(verified.folder.name == "model")
    #expect(verified.ignored == [".git", ".gitattributes"])
    #expect(verified.keyID == model.key.verificationKey.id)
  }

  @Test("A moved or renamed folder is verified") func movedAndRenamed() throws {
    let moved = model.work.path("elsewhere")
    try FileManager.default.moveItem(atPath: model.path, toPath: moved)
    _ = try FolderSignature.verify(folder: moved + "/", with: model.key.verificationKey)
  }

  @Test("Every problem is named at once") func everyProblemAtOnce() throws {
    try model.write("other", to: "a/b")
    try model.remove("sub.txt")
    try model.write("new", to: "new/file")
    try FileManager.default.createSymbolicLink(
      atPath: model.path + "/link", withDestinationPath: "a-b")
    #expect(mkfifo(model.path + "/pipe", 0o600) == 0)
    let found = problems()
    #expect(found.map(\.path) == ["a/b", "link", "new/file", "pipe", "sub.txt"])
    #expect(found.map(\.kind).dropFirst() == [.symbolicLink, .added, .special, .missing])
    #expect(found[0].description.hasPrefix("a/b: was changed: its SHA-256 is "))
  }

  @Test("A link in place of a file is a problem") func linkInPlaceOfFile() throws {
    try FileManager.default.moveItem(
      atPath: model.path + "/sub/y", toPath: model.work.path("y"))
    try FileManager.default.createSymbolicLink(
      atPath: model.path + "/sub/y", withDestinationPath: model.work.path("y"))
    #expect(problems().map(\.kind) == [.symbolicLink])
  }

  @Test("A linked folder is a problem") func linkedFolder() throws {
    try FileManager.default.createSymbolicLink(
      atPath: model.path + "/loop", withDestinationPath: ".")
    #expect(problems().map(\.kind) == [.symbolicLink])
    #expect(throws: SignatureError.self) { try model.sign() }
  }

  @Test("A name that is not UTF-8 is a problem") func nameThatIsNotUTF8() throws {
    let path = Array("\(model.path)/".utf8) + [0xFF, 0]
    let descriptor = path.withUnsafeBytes { bytes in
      bytes.baseAddress.map { creat($0.assumingMemoryBound(to: CChar.self), 0o600) } ?? -1
    }
    #expect(descriptor >= 0)
    close(descriptor)
    #expect(problems().map(\.kind) == [.unspeakable])
  }

  @Test("Git's files and the signature are left out") func gitFilesAndSignatureAreLeftOut() throws {
    try model.write("more", to: ".git/HEAD")
    try model.write("more", to: ".github/workflow.yml")
    try model.sign()
    #expect(problems().isEmpty)
    try model.write("kept", to: ".gitkeep")
    #expect(problems().map(\.path) == [".gitkeep"])
  }

  @Test("Ignored paths are reported as not covered") func ignoredPaths() throws {
    try model.write("draft", to: "notes/draft")
    try FolderSignature.sign(
      folder: model.path, with: model.key, ignoring: ["./notes/", "..", "/a", "."])
    let verified = try model.verify()
    #expect(verified.folder.files.map(\.path) == ModelFolder.signedPaths)
    #expect(verified.ignored == [".git", ".gitattributes", "notes"])
  }

  @Test("The signature may lie beside the folder") func signatureBesideTheFolder() throws {
    try model.remove("model.sig")
    let path = model.work.path("outside.sig")
    try FolderSignature.sign(folder: model.path, to: path, with: model.key)
    let key = model.key.verificationKey
    _ = try FolderSignature.verify(folder: model.path, signature: path, with: key)
    try model.write("{}", to: "model.sig")
    #expect(throws: SignatureError.self) {
      try FolderSignature.verify(folder: model.path, signature: path, with: key)
    }
  }

  @Test("Other keys do not verify") func otherKeys() throws {
    let other = SigningKey().verificationKey
    #expect(
      throws: SignatureError.otherKey(
        source: model.signature, found: [model.key.verificationKey.id], expected: other.id)
    ) { try FolderSignature.verify(folder: model.path, with: other) }
    // Somebody who writes our key's name over another signature.
    let envelope = try Envelope(signing: [1], with: SigningKey(), keyID: "")
    let bundle = SigstoreBundle(keyHint: model.key.verificationKey.id, envelope: envelope)
    try Data(bundle.json.canonicalBytes).write(to: URL(fileURLWithPath: model.signature))
    #expect(
      throws: SignatureError.notValid(
        source: model.signature, key: model.key.verificationKey.id)
    ) { try model.verify() }
  }

  /// Statements that were signed properly and still must not be believed.
  @Test(
    "Signed statements with malformed resources are refused",
    arguments: [
      #"{"name": "../model/empty", "algorithm": "sha256", "digest": "DIGEST"}"#,
      #"{"name": "/etc/passwd", "algorithm": "sha256", "digest": "DIGEST"}"#,
      #"{"name": "a//b", "algorithm": "sha256", "digest": "DIGEST"}"#,
      #"{"name": "", "algorithm": "sha256", "digest": "DIGEST"}"#,
      #"{"name": "a", "algorithm": "blake2b", "digest": "DIGEST"}"#,
      #"{"name": "a", "algorithm": "sha256", "digest": "D0"}"#,
      #"{"name": "a", "algorithm": "sha256", "digest": "DIGEST"}, "#
        + #"{"name": "a", "algorithm": "sha256", "digest": "DIGEST"}"#,
      #"{"name": "a", "algorithm": "sha256", "digest": "DIGEST"}"#,
    ])
  func badResources(_ resources: String) throws {
    let digest = Digest(of: []).description
    let predicate =
      #"{"resources": [\#(resources)], "serialization": {"method": "files", "#
      + #""hash_type": "sha256", "allow_symlinks": false}}"#
    let statement = Statement(
      subjects: [Statement.Subject(name: "", digest: Digest(of: []))],
      predicateType: SignedFolder.predicateType,
      predicate: try JSONValue(
        parsing: Array(predicate.replacingOccurrences(of: "DIGEST", with: digest).utf8)))
    let envelope = try Envelope(signing: statement.bytes, with: model.key)
    try Data(SigstoreBundle(keyHint: nil, envelope: envelope).json.canonicalBytes)
      .write(to: URL(fileURLWithPath: model.signature))
    do throws(SignatureError) {
      try model.verify()
      Issue.record("\(resources) was accepted")
    } catch {
      guard case .malformed = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(
    "A signed folder with another method or hash, or with links allowed, is refused",
    arguments: [
      #""shards", "hash_type": "sha256", "allow_symlinks": false"#,
      #""files", "hash_type": "blake3", "allow_symlinks": false"#,
      #""files", "hash_type": "sha256", "allow_symlinks": true"#,
    ])
  func otherSerializations(_ serialization: String) throws {
    let predicate = #"{"resources": [], "serialization": {"method": \#(serialization)}}"#
    let statement = Statement(
      subjects: [Statement.Subject(name: "", digest: Digest(of: []))],
      predicateType: SignedFolder.predicateType,
      predicate: try JSONValue(parsing: Array(predicate.utf8)))
    #expect(throws: SignatureError.self) {
      try SignedFolder(statement: statement.json, source: "test")
    }
  }

  @Test("Missing folders and signatures are errors, and an empty folder is not signed")
  func missingThings() throws {
    let key = model.key.verificationKey
    for folder in ["nowhere", "model/a-b"] {
      do throws(SignatureError) {
        _ = try FolderSignature.verify(
          folder: model.work.path(folder), signature: model.signature, with: key)
        Issue.record("\(folder) was accepted")
      } catch { #expect(error.category == .unreadable) }
    }
    try model.remove("model.sig")
    do throws(SignatureError) {
      try model.verify()
      Issue.record("verified without a signature")
    } catch { #expect(error.category == .unreadable) }
    try FileManager.default.createDirectory(
      atPath: model.work.path("void/.git"), withIntermediateDirectories: true)
    do throws(SignatureError) {
      try FolderSignature.sign(folder: model.work.path("void"), with: model.key)
      Issue.record("signed nothing")
    } catch { #expect(error.category == .unreadable) }
    let left = try FileManager.default.contentsOfDirectory(atPath: model.work.path("void"))
    #expect(left == [".git"])
  }
}

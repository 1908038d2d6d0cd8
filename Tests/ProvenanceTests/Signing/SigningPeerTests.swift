import Foundation
import Provenance
import TestSupport
import Testing

/// Signatures against OpenSSF model-signing and securesystemslib.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct SigningPeerTests {
  private let model: ModelFolder

  init() throws { model = try ModelFolder() }

  private func peer(_ arguments: String...) throws -> StartedProgram.Outcome {
    try Peers.run("signatures.py", arguments)
  }

  private func expectSuccess(_ result: StartedProgram.Outcome) {
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test("Our signatures are verified by model-signing") func theyVerifyOurs() throws {
    try model.sign()
    for action in ["verify-folder", "verify-folder-by-library"] {
      expectSuccess(try peer(action, model.publicKey, model.path, model.signature))
    }
    try model.write("changed", to: "a/b")
    #expect(try peer("verify-folder", model.publicKey, model.path, model.signature).status != 0)
  }

  @Test("Signatures of model-signing are verified") func weVerifyTheirs() throws {
    expectSuccess(try peer("sign-folder", model.privateKey, model.path, model.signature))
    let theirs = try model.verify()
    #expect(theirs.folder.files.map(\.path) == ModelFolder.signedPaths)
    try model.sign()
    #expect(try model.verify().folder.digest == theirs.folder.digest)
    #expect(try model.verify().folder.ignoredPaths == theirs.folder.ignoredPaths.sorted())
  }

  @Test("Keys have the names that model-signing gives them") func keyNames() throws {
    let result = try peer("key-id", model.publicKey)
    expectSuccess(result)
    #expect(result.output == model.key.verificationKey.id + "\n")
  }

  @Test("Our envelopes are verified by securesystemslib, and its envelopes by us") func envelopes()
    throws
  {
    let payload = Array("{\"text\": \"\u{e9}\"}".utf8)
    let envelope = try Envelope(signing: payload, with: model.key)
    try model.work.file("ours.jsonl", envelope.line + "\n")
    let verified = try peer("verify-envelopes", model.publicKey, model.work.path("ours.jsonl"))
    expectSuccess(verified)
    #expect(verified.output == String(decoding: payload, as: UTF8.self) + "\n")

    let file = try model.work.file("payload", Data(payload))
    let signed = try peer("sign-envelope", model.privateKey, file.path)
    expectSuccess(signed)
    let theirs = try Envelope(parsing: Array(signed.output.utf8), source: "theirs")
    try theirs.verify(with: model.key.verificationKey, source: "theirs")
    #expect(theirs.payload == payload)
  }
}

import Foundation
import TestSupport
import Testing

@testable import Provenance

/// Damage anywhere is found, or changes nothing of what was signed.
struct DamageTests {
  private static let count = 600

  /// Where texts of a JSON file stand, quotes not included.
  private func places(of texts: [String], in bytes: [UInt8]) throws -> [Range<Int>] {
    let content = String(decoding: bytes, as: UTF8.self)
    return try texts.map { text in
      let range = try #require(content.range(of: text))
      let start = content.utf8.distance(from: content.startIndex, to: range.lowerBound)
      return start..<start + text.utf8.count
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  @Test("Damage to a folder's signature is found or changes nothing that is signed")
  func signatureOfFolder() throws {
    let model = try ModelFolder()
    try model.sign()
    let expected = try model.verify()
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: model.signature)))
    let bundle = try JSONDocument(String(decoding: bytes, as: UTF8.self))["dsseEnvelope"]
    let signed = try places(
      of: [
        try #require(bundle?["payload"]?.string), try #require(bundle?["payloadType"]?.string),
        try #require(bundle?["signatures"]?[0]?["sig"]?.string),
      ], in: bytes)
    var damage = Damage(to: bytes, seed: 1)
    var caught = 0
    for _ in 0..<DamageTests.count {
      let (damaged, position, what) = damage.next()
      try write(damaged, to: model.signature)
      do throws(SignatureError) {
        let found = try model.verify()
        #expect(found == expected, "\(what)")
        #expect(!signed.contains { $0.contains(position) } || damaged == bytes, "\(what)")
      } catch { caught += 1 }
    }
    // What is not signed is a small part: names of members that may be missing, the key's name.
    #expect(caught > DamageTests.count * 9 / 10)
    for length in stride(from: 0, to: bytes.count - 1, by: 7) {
      try write(Array(bytes[..<length]), to: model.signature)
      #expect(throws: SignatureError.self) { try model.verify() }
    }
  }

  @Test("Any damage to a file of a signed folder is found") func filesOfSignedFolder() throws {
    let model = try ModelFolder()
    try model.sign()
    for (index, name) in ModelFolder.signedPaths.enumerated() where name != "empty" {
      let path = "\(model.path)/\(name)"
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      var damage = Damage(to: bytes, seed: UInt64(index))
      for _ in 0..<50 {
        let (damaged, _, what) = damage.next()
        guard damaged != bytes else { continue }
        try write(damaged, to: path)
        do throws(SignatureError) {
          try model.verify()
          Issue.record("\(name): \(what) was not found")
        } catch {
          guard case .folder(_, let problems) = error else {
            Issue.record("\(name): \(what): \(error)")
            continue
          }
          #expect(problems.map(\.path) == [name])
        }
      }
      try write(bytes, to: path)
    }
    try model.verify()
  }

  @Test("Damage to signed statements is found or changes nothing that is signed")
  func signedStatements() throws {
    let key = SigningKey()
    let record = try Samples.float()
    let digest = record.artifact.file.digest
    let statements = Statement.all(of: record)
    let bytes = Array(try StatementFile.text(statements, key: key).utf8)
    let lines = try String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .map { try JSONDocument(String($0)) }
    let signed = try places(
      of: lines.flatMap { line in
        [line["payload"]?.string, line["signatures"]?[0]?["sig"]?.string].compactMap { $0 }
      }, in: bytes)
    #expect(signed.count == 4)
    var damage = Damage(to: bytes, seed: 2)
    var caught = 0
    for _ in 0..<DamageTests.count {
      let (damaged, position, what) = damage.next()
      do throws(SignatureError) {
        let found = try StatementFile.verify(
          damaged, source: "s", artifact: "tiny.onnx", digest: digest, key: key.verificationKey)
        #expect(found.statements == statements, "\(what)")
        #expect(!signed.contains { $0.contains(position) } || damaged == bytes, "\(what)")
      } catch { caught += 1 }
    }
    #expect(caught > DamageTests.count * 9 / 10)
  }

  /// Without a signature the record tells.
  @Test("Damage to unsigned statements is found by the record") func bareStatements() throws {
    let record = try Samples.float()
    let bytes = Array(try StatementFile.text(Statement.all(of: record), key: nil).utf8)
    var damage = Damage(to: bytes, seed: 3)
    for _ in 0..<DamageTests.count {
      let (damaged, _, what) = damage.next()
      do throws(SignatureError) {
        let found = try StatementFile.verify(
          damaged, source: "s", artifact: "tiny.onnx", digest: record.artifact.file.digest,
          key: nil)
        guard found.areAll(of: record) else { continue }
        // Harmless, since it is the same once the spelling of JSON is set right.
        #expect(found.statements.map(\.bytes) == Statement.all(of: record).map(\.bytes), "\(what)")
      } catch {}
    }
  }

  @Test("Damage to an envelope is found or leaves its payload and type as they were")
  func envelopes() throws {
    let key = SigningKey()
    let payload = Array(#"{"a":1}"#.utf8)
    let bytes = Array(try Envelope(signing: payload, with: key).line.utf8)
    var damage = Damage(to: bytes, seed: 4)
    for _ in 0..<DamageTests.count {
      let (damaged, _, what) = damage.next()
      do throws(SignatureError) {
        let envelope = try Envelope(parsing: damaged, source: "e")
        try envelope.verify(with: key.verificationKey, source: "e")
        #expect(envelope.payload == payload, "\(what)")
        #expect(envelope.payloadType == Envelope.statementType, "\(what)")
      } catch {}
    }
  }

  /// Every bit of a signature counts: also the encoding of its two numbers has one spelling.
  @Test("Every bit of a signature counts") func everyBitOfASignature() throws {
    let key = SigningKey()
    var envelope = try Envelope(signing: [1, 2, 3], with: key)
    let bytes = envelope.signatures[0].bytes
    for index in bytes.indices {
      for bit in 0..<8 {
        envelope.signatures[0].bytes = bytes
        envelope.signatures[0].bytes[index] ^= 1 << bit
        #expect(throws: SignatureError.self) {
          try envelope.verify(with: key.verificationKey, source: "e")
        }
      }
    }
    envelope.signatures[0].bytes = bytes + [0]
    #expect(throws: SignatureError.self) {
      try envelope.verify(with: key.verificationKey, source: "e")
    }
  }

  @Test("A damaged key is refused, is another key that does not fit, or is still the same key")
  func keys() throws {
    let key = SigningKey()
    let message: [UInt8] = [1, 2, 3]
    let signature = try key.signature(of: message)
    var damage = Damage(to: Array(key.verificationKey.pem.utf8), seed: 5)
    for _ in 0..<DamageTests.count {
      let (damaged, _, what) = damage.next()
      let text = String(decoding: damaged, as: UTF8.self)
      guard let other = try? VerificationKey(pem: text, source: "k") else { continue }
      // Only what stands around the key may differ.
      #expect(
        other.verifies(anyOf: [signature], of: message) == (other == key.verificationKey), "\(what)"
      )
      #expect((other.id == key.verificationKey.id) == (other == key.verificationKey), "\(what)")
    }
    damage = Damage(to: Array(key.pem.utf8), seed: 6)
    for _ in 0..<DamageTests.count {
      let (damaged, _, what) = damage.next()
      let text = String(decoding: damaged, as: UTF8.self)
      guard let other = try? SigningKey(pem: text, source: "k") else { continue }
      let verifies = key.verificationKey.verifies(
        anyOf: [try other.signature(of: message)], of: message)
      #expect(verifies == (other.verificationKey == key.verificationKey), "\(what)")
    }
  }
}

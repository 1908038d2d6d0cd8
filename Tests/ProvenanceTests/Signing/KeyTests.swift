import Foundation
import TestSupport
import Testing

@testable import Provenance
import Text

/// Keys in files.
struct KeyTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("A key pair is read as it was written") func pairRoundTrips() throws {
    let path = folder.path("model.key")
    let key = try SigningKey.createPair(at: path)
    #expect(try SigningKey(contentsOf: path).pem == key.pem)
    #expect(try VerificationKey(contentsOf: path + ".pub") == key.verificationKey)
    #expect(key.pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try folder.entries() == ["model.key", "model.key.pub"])
    // What others may read is no private key any more.
    for mode in [0o644, 0o640, 0o620, 0o601] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      #expect(throws: KeyError.exposed(source: path)) { try SigningKey(contentsOf: path) }
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
    #expect(try SigningKey(contentsOf: path).pem == key.pem)
  }

  @Test("Existing key files are not overwritten") func nothingIsOverwritten() throws {
    let path = folder.path("model.key")
    try folder.file("model.key.pub", "precious")
    #expect(throws: KeyError.self) { try SigningKey.createPair(at: path) }
    #expect(try folder.entries() == ["model.key.pub"])
    try folder.file("model.key", "precious")
    do throws(KeyError) {
      try SigningKey.createPair(at: path, publicPath: folder.path("other.pub"))
      Issue.record("overwritten")
    } catch {
      #expect(error.category == .unwritable)
      #expect("\(error)".contains("is not overwritten"))
    }
    #expect(try folder.bytes("model.key") == Data("precious".utf8))
    // A link to nothing is not followed either: it could have the key written anywhere.
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path("target"))
    #expect(throws: KeyError.self) { try SigningKey().write(to: link) }
    #expect(try folder.entries() == ["link", "model.key", "model.key.pub"])
  }

  @Test("Comments and other line ends in key files are read") func commentaryAndOtherLineEnds()
    throws
  {
    let key = SigningKey()
    let text = "Key of the zoo\r\n" + key.pem.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n"
    #expect(try SigningKey(pem: text, source: "test").pem == key.pem)
  }

  @Test("Unusable keys are refused with the reason") func unusableKeys() throws {
    let key = SigningKey()
    let publicText = key.verificationKey.pem
    let encrypted = key.pem.replacingOccurrences(of: "PRIVATE", with: "ENCRYPTED PRIVATE")
    let cases: [(String, KeyError)] = [
      ("", .notPEM(source: "k", expected: "PRIVATE KEY")),
      ("nonsense", .notPEM(source: "k", expected: "PRIVATE KEY")),
      (key.pem + key.pem, .notPEM(source: "k", expected: "PRIVATE KEY")),
      (String(key.pem.dropLast(10)), .notPEM(source: "k", expected: "PRIVATE KEY")),
      (encrypted, .encrypted(source: "k")),
      (publicText, .wrongKind(source: "k", found: "PUBLIC KEY", expected: "PRIVATE KEY")),
      (publicText.replacingOccurrences(of: "PUBLIC", with: "PRIVATE"), .unusable(source: "k")),
    ]
    for (text, error) in cases {
      #expect(throws: error) { try SigningKey(pem: text, source: "k") }
    }
    #expect(throws: KeyError.wrongKind(source: "k", found: "PRIVATE KEY", expected: "PUBLIC KEY")) {
      try VerificationKey(pem: key.pem, source: "k")
    }
    do throws(KeyError) {
      _ = try SigningKey(contentsOf: folder.path("nowhere"))
    } catch { #expect(error.category == .unreadable) }
  }

  @Test(
    "Keys of other curves are refused by name, also where only one of two places names the curve",
    arguments: [
      // 1.3.132.0.10 and 1.3.132.0.34 in place of 1.2.840.10045.3.1.7.
      ([0x2B, 0x81, 0x04, 0x00, 0x0A], "secp256k1"), ([0x2B, 0x81, 0x04, 0x00, 0x22], "P-384"),
    ] as [([UInt8], String)])
  func otherCurves(identifier: [UInt8], name: String) throws {
    let key = SigningKey()
    let p256: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
    func element(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
      [tag] + (contents.count < 128 ? [] : [0x81]) + [UInt8(contents.count)] + contents
    }
    let other = element(0x06, identifier)
    let algorithm: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
    let number = element(0x04, (1...32).map { UInt8($0) })
    func elliptic(_ curve: [UInt8]?) -> [UInt8] {
      element(0x30, [2, 1, 1] + number + (curve.map { element(0xA0, $0) } ?? []))
    }
    func wrapped(_ outer: [UInt8], _ inner: [UInt8]?) -> [UInt8] {
      element(0x30, [2, 1, 0] + element(0x30, algorithm + outer) + element(0x04, elliptic(inner)))
    }
    // The right one is read in each form.
    for (label, bytes) in [
      ("EC PRIVATE KEY", elliptic(p256)), ("PRIVATE KEY", wrapped(p256, nil)),
      ("PRIVATE KEY", wrapped(p256, p256)),
    ] {
      _ = try SigningKey(pem: PEMBlock(label: label, bytes: bytes).text, source: "k")
    }
    for (label, bytes) in [
      ("EC PRIVATE KEY", elliptic(other)), ("PRIVATE KEY", wrapped(other, nil)),
      ("PRIVATE KEY", wrapped(other, other)), ("PRIVATE KEY", wrapped(p256, other)),
    ] {
      do throws(KeyError) {
        _ = try SigningKey(pem: PEMBlock(label: label, bytes: bytes).text, source: "k")
        Issue.record("read as a key of P-256")
      } catch {
        #expect("\(error)".contains(name) && "\(error)".contains("P-256 (prime256v1)"))
      }
    }
    // One that does not say its curve could be of any.
    let silent = PEMBlock(label: "EC PRIVATE KEY", bytes: elliptic(nil)).text
    #expect(throws: KeyError.self) { try SigningKey(pem: silent, source: "k") }
    // A public half that does not belong to the private one.
    let stranger = try SigningKey(pem: key.pem, source: "k")
    let point = try #require(
      ECPrivateKey(in: PEMBlock.all(in: stranger.pem)?.first?.bytes ?? [])?.point)
    let mixed = element(
      0x30, [2, 1, 1] + number + element(0xA0, p256) + element(0xA1, element(0x03, [0] + point)))
    #expect(throws: KeyError.unusable(source: "k")) {
      try SigningKey(
        pem: PEMBlock(label: "EC PRIVATE KEY", bytes: mixed).text, source: "k")
    }
  }

  @Test("Base64 is read strictly, in either alphabet, and written as Foundation writes it")
  func base64IsStrict() {
    for text in ["", "AA==", "AAA=", "AAAA", "-_8=", "+/8="] {
      #expect(Base64.bytes(of: text) != nil, "\(text)")
    }
    // Padding that is missing or doubled, bits without meaning, mixed alphabets, white space.
    for text in [
      "A", "AA", "AAA", "A===", "====", "AB==", "AAB=", "+_8=", "A A=", "AAAA\n", "A=AA",
    ] {
      #expect(Base64.bytes(of: text) == nil, "\(text)")
    }
    var random = SeededGenerator(seed: 3)
    for count in 0..<100 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Base64.text(of: bytes) == Data(bytes).base64EncodedString())
      #expect(Base64.bytes(of: Base64.text(of: bytes)) == bytes)
    }
  }
}

import Crypto
import Digests

/// A public key: ECDSA on the curve P-256 with SHA-256.
public struct VerificationKey: Hashable, Sendable {
  private static let label = "PUBLIC KEY"
  private let key: P256.Signing.PublicKey

  init(_ key: P256.Signing.PublicKey) { self.key = key }

  /// Reads SubjectPublicKeyInfo in PEM form.
  ///
  /// - Parameter source: what errors call it.
  /// - Throws: `KeyError` for anything else.
  public init(pem text: String, source: String) throws(KeyError) {
    let block = try KeyFile.block(text, source: source, labels: [VerificationKey.label])
    try KeyFile.check(KeyAlgorithm(publicKey: block.bytes), source: source)
    do {
      key = try P256.Signing.PublicKey(derRepresentation: block.bytes)
    } catch { throw .unusable(source: source) }
  }

  /// Reads a file, for example `model.pub`.
  ///
  /// - Throws: `KeyError`.
  public init(contentsOf path: String) throws(KeyError) {
    let text = try KeyFile.text(path, expected: VerificationKey.label)
    try self.init(pem: text, source: path)
  }

  /// SubjectPublicKeyInfo in PEM form, byte for byte as OpenSSL writes it.
  public var pem: String {
    PEMBlock(label: VerificationKey.label, bytes: Array(key.derRepresentation)).text
  }

  /// What signatures call the key: the SHA-256 of its PEM form, as OpenSSF Model Signing has it.
  public var id: String { Digest(of: Array(pem.utf8)).description }

  /// Writes the PEM form to a file that is not there yet.
  ///
  /// - Throws: `KeyError.file`.
  public func write(to path: String) throws(KeyError) {
    try KeyFile.write(pem, to: path, access: .ordinary)
  }

  /// Whether any of signatures in DER form is one of these bytes by this key. The bytes, which may be
  /// many, are hashed once for all of them.
  func verifies(anyOf signatures: [[UInt8]], of message: [UInt8]) -> Bool {
    let digest = SHA256.hash(data: message)
    return signatures.contains { bytes in
      guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: bytes) else {
        return false
      }
      return key.isValidSignature(signature, for: digest)
    }
  }

  /// Two keys are equal when they are the same point.
  public static func == (a: VerificationKey, b: VerificationKey) -> Bool {
    a.key.rawRepresentation == b.key.rawRepresentation
  }

  /// Hashes the point.
  public func hash(into hasher: inout Hasher) { hasher.combine(key.rawRepresentation) }
}

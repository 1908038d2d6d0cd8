import Crypto
import Files

/// A private key: ECDSA on the curve P-256 with SHA-256.
///
/// Signatures take fresh random numbers, so signing twice gives two signatures; both are valid.
public struct SigningKey: Sendable {
  /// PKCS#8, and the older form of SEC 1, which OpenSSL still writes.
  private static let labels = ["PRIVATE KEY", "EC PRIVATE KEY"]
  private let key: P256.Signing.PrivateKey

  /// Makes a new key.
  public init() { key = P256.Signing.PrivateKey() }

  /// Reads PKCS#8 or SEC 1 in PEM form.
  ///
  /// - Parameter source: what errors call it.
  /// - Throws: `KeyError` for anything else.
  public init(pem text: String, source: String) throws(KeyError) {
    let block = try KeyFile.block(text, source: source, labels: SigningKey.labels)
    let isPKCS8 = block.label == SigningKey.labels[0]
    try KeyFile.check(
      isPKCS8
        ? KeyAlgorithm(privateKey: block.bytes) : KeyAlgorithm(ellipticKey: block.bytes),
      source: source)
    do {
      key = try P256.Signing.PrivateKey(derRepresentation: block.bytes)
    } catch { throw .unusable(source: source) }
    // The public half is derived from the private one; where it is told as well, it has to agree.
    let parts = isPKCS8 ? ECPrivateKey(in: block.bytes) : ECPrivateKey(block.bytes)
    if let point = parts?.point {
      let forms = [key.publicKey.x963Representation, key.publicKey.compressedRepresentation]
      guard forms.contains(where: { Array($0) == point }) else { throw .unusable(source: source) }
    }
  }

  /// Reads a file, for example `model.key`, that others may not read; as `ssh` has it, one of another
  /// owner, whose permissions are not the user's to change, is read all the same.
  ///
  /// - Throws: `KeyError`, with `.exposed` before anything is read.
  public init(contentsOf path: String) throws(KeyError) {
    guard FileAccess(path: path) != .ownAndOpen else { throw .exposed(source: path) }
    let text = try KeyFile.text(path, expected: SigningKey.labels[0])
    try self.init(pem: text, source: path)
  }

  /// The key that others verify with.
  public var verificationKey: VerificationKey { VerificationKey(key.publicKey) }

  /// PKCS#8 in PEM form.
  public var pem: String {
    PEMBlock(label: SigningKey.labels[0], bytes: Array(key.derRepresentation)).text
  }

  /// Writes the PEM form to a file that is not there yet and that the owner alone may read.
  ///
  /// - Throws: `KeyError.file`.
  public func write(to path: String) throws(KeyError) {
    try KeyFile.write(pem, to: path, access: .owner)
  }

  /// The signature of bytes in DER form.
  func signature(of message: [UInt8]) throws(SignatureError) -> [UInt8] {
    do {
      return Array(try key.signature(for: message).derRepresentation)
    } catch { throw .notSigned(reason: "\(error)") }
  }
}

extension SigningKey {
  /// What the name of a public key ends in, beside the private one.
  public static let publicSuffix = ".pub"

  /// Makes a new key and writes both halves: the private one to `path`, the public one to
  /// `publicPath`. Neither may be there yet; both are written or none.
  ///
  /// - Parameter publicPath: nil for `path` with `.pub` at its end.
  /// - Throws: `KeyError.file`.
  @discardableResult
  public static func createPair(
    at path: String, publicPath: String? = nil
  ) throws(KeyError) -> SigningKey {
    let key = SigningKey()
    try key.write(to: path)
    do throws(KeyError) {
      try key.verificationKey.write(to: publicPath ?? path + publicSuffix)
    } catch {
      // This call made it a moment ago; nobody can have come to rely on it.
      ExclusiveFile.remove(path)
      throw error
    }
    return key
  }

  /// Whether others than its owner, who is not the user, may read a private key file, which is worth
  /// a warning.
  public static func isExposed(_ path: String) -> Bool {
    FileAccess(path: path) == .anothersAndOpen
  }
}

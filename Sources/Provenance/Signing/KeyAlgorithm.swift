/// What a key is for, as its DER encoding says it.
///
/// The library reads the number of a private key whatever curve it is said to be of, so that a key of
/// another curve would sign as if it were of P-256. Identifiers: RFC 3279, 5480, 5639 and 8410.
struct KeyAlgorithm: Hashable {
  /// The only one that signs and verifies here.
  static let p256 = KeyAlgorithm(name: curves["1.2.840.10045.3.1.7"] ?? "")

  private static let curves = [
    "1.2.840.10045.3.1.7": "an ECDSA key of the curve P-256 (prime256v1)",
    "1.2.840.10045.3.1.1": "an ECDSA key of the curve P-192",
    "1.3.132.0.33": "an ECDSA key of the curve P-224",
    "1.3.132.0.10": "an ECDSA key of the curve secp256k1",
    "1.3.132.0.34": "an ECDSA key of the curve P-384 (secp384r1)",
    "1.3.132.0.35": "an ECDSA key of the curve P-521 (secp521r1)",
    "1.3.36.3.3.2.8.1.1.7": "an ECDSA key of the curve brainpoolP256r1",
  ]
  private static let others = [
    "1.2.840.113549.1.1.1": "an RSA key", "1.2.840.113549.1.1.10": "an RSA-PSS key",
    "1.2.840.10040.4.1": "a DSA key", "1.3.101.110": "an X25519 key", "1.3.101.111": "an X448 key",
    "1.3.101.112": "an Ed25519 key", "1.3.101.113": "an Ed448 key",
  ]
  private static let ellipticCurve = "1.2.840.10045.2.1"

  /// What messages call such a key.
  let name: String

  private init(name: String) { self.name = name }

  private init(curve: String) {
    name = KeyAlgorithm.curves[curve] ?? "an ECDSA key of the curve \(curve)"
  }

  /// The algorithm of an `AlgorithmIdentifier`; nil when it is none.
  private init?(_ identifier: ArraySlice<UInt8>) {
    var reader = DERReader(identifier)
    guard let algorithm = reader.takeIdentifier() else { return nil }
    guard algorithm == KeyAlgorithm.ellipticCurve else {
      self.init(name: KeyAlgorithm.others[algorithm] ?? "a key of the algorithm \(algorithm)")
      return
    }
    guard let curve = reader.takeIdentifier() else {
      self.init(name: "an ECDSA key of a curve that is written out or missing")
      return
    }
    self.init(curve: curve)
  }

  /// The algorithm of a `SubjectPublicKeyInfo`; nil when it is none.
  init?(publicKey bytes: [UInt8]) {
    var outer = DERReader(bytes)
    guard let info = outer.take(.sequence) else { return nil }
    var reader = DERReader(info)
    guard let identifier = reader.take(.sequence) else { return nil }
    self.init(identifier)
  }

  /// The algorithm of a private key in PKCS#8; nil when it is none.
  init?(privateKey bytes: [UInt8]) {
    var outer = DERReader(bytes)
    guard let info = outer.take(.sequence) else { return nil }
    var reader = DERReader(info)
    guard reader.take(.integer) != nil, let identifier = reader.take(.sequence),
      let algorithm = KeyAlgorithm(identifier)
    else { return nil }
    self = algorithm
    // The key within may name a curve once more; then it has to be the same.
    guard self == .p256, let inner = reader.take(.octetString) else { return }
    if let curve = ECPrivateKey(Array(inner))?.curve { self.init(curve: curve) }
  }

  /// The algorithm of a private key in the form of SEC 1; nil when it is none.
  init?(ellipticKey bytes: [UInt8]) {
    guard let key = ECPrivateKey(bytes) else { return nil }
    guard let curve = key.curve else {
      self.init(name: "an ECDSA key that does not say of which curve it is")
      return
    }
    self.init(curve: curve)
  }
}

/// The `ECPrivateKey` of SEC 1.
struct ECPrivateKey {
  /// The identifier of the curve, where it is told.
  let curve: String?
  /// The public key, a point, where it is told.
  let point: [UInt8]?

  /// Reads one; nil when it is none.
  init?(_ bytes: [UInt8]) {
    var outer = DERReader(bytes)
    guard let contents = outer.take(.sequence) else { return nil }
    var reader = DERReader(contents)
    guard reader.take(.integer) != nil, reader.take(.octetString) != nil else { return nil }
    if let parameters = reader.take(.first) {
      var inner = DERReader(parameters)
      curve = inner.takeIdentifier() ?? "that is written out"
    } else {
      curve = nil
    }
    var point: [UInt8]?
    if let tagged = reader.take(.second) {
      var inner = DERReader(tagged)
      // The first byte counts bits that mean nothing.
      point = inner.take(.bitString).map { Array($0.dropFirst()) }
    }
    self.point = point
  }

  /// The one within PKCS#8; nil when there is none.
  init?(in privateKeyInfo: [UInt8]) {
    var outer = DERReader(privateKeyInfo)
    guard let info = outer.take(.sequence) else { return nil }
    var reader = DERReader(info)
    guard reader.take(.integer) != nil, reader.take(.sequence) != nil,
      let inner = reader.take(.octetString)
    else { return nil }
    self.init(Array(inner))
  }
}

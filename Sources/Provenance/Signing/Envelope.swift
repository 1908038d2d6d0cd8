/// Signed bytes with their type: a DSSE envelope,
/// https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
public struct Envelope: Hashable, Sendable {
  /// A signature over type and bytes.
  public struct Signature: Hashable, Sendable {
    /// What the signer calls its key; only a hint, since it is not signed.
    public var keyID: String
    /// The signature in DER form.
    public var bytes: [UInt8]
  }

  /// The most signatures that are read: each takes work to verify, and a line of a few bytes could
  /// ask for thousands.
  static let mostSignatures = 16

  /// The type of in-toto statements.
  public static let statementType = "application/vnd.in-toto+json"

  /// What the bytes are.
  public var payloadType: String
  /// What was signed.
  public var payload: [UInt8]
  /// The signatures, at least one.
  public var signatures: [Signature]

  init(payloadType: String, payload: [UInt8], signatures: [Signature]) {
    self.payloadType = payloadType
    self.payload = payload
    self.signatures = signatures
  }

  /// Signs bytes.
  ///
  /// - Parameter keyID: what the envelope calls the key; nil for its `VerificationKey.id`.
  /// - Throws: `SignatureError.notSigned`.
  public init(
    signing payload: [UInt8], type: String = statementType, with key: SigningKey,
    keyID: String? = nil
  ) throws(SignatureError) {
    let bytes = try key.signature(of: Envelope.encoding(of: payload, type: type))
    let signature = Signature(keyID: keyID ?? key.verificationKey.id, bytes: bytes)
    self.init(payloadType: type, payload: payload, signatures: [signature])
  }

  /// Checks that one of the signatures is by a key.
  ///
  /// - Parameter source: what errors call the envelope.
  /// - Throws: `SignatureError.otherKey` or `.notValid`.
  public func verify(with key: VerificationKey, source: String) throws(SignatureError) {
    let message = Envelope.encoding(of: payload, type: payloadType)
    // Key names are not signed and tools do not agree on them, so they choose nothing here.
    if key.verifies(anyOf: signatures.map(\.bytes), of: message) { return }
    let others = signatures.map(\.keyID)
    guard others.contains(where: { $0.isEmpty || $0 == key.id }) else {
      throw .otherKey(source: source, found: others, expected: key.id)
    }
    throw .notValid(source: source, key: key.id)
  }

  /// The bytes that are signed: DSSE's pre-authentication encoding, from which type and payload can
  /// be told apart.
  static func encoding(of payload: [UInt8], type: String) -> [UInt8] {
    Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
  }
}

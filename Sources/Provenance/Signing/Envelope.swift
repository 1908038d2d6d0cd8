import JSON
import Text

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

extension Envelope: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    let before = problems.count
    var reader = ObjectReader(value, place: place, &problems)
    let type = reader.text("payloadType", &problems)
    let payload = reader.take("payload", "bytes in base 64", &problems) { value in
      value.text.flatMap { Base64.bytes(of: $0) }
    }
    let signatures: [Signature] = reader.parts("signatures", &problems)
    guard let type, let payload, problems.count == before else { return nil }
    guard !signatures.isEmpty else {
      problems.add(reader.place(of: "signatures"), "holds none, where one or more are needed")
      return nil
    }
    guard signatures.count <= Envelope.mostSignatures else {
      problems.add(
        reader.place(of: "signatures"),
        "holds \(signatures.count), more than the \(Envelope.mostSignatures) that are verified; "
          + "leave out those of others")
      return nil
    }
    self.init(payloadType: type, payload: payload, signatures: signatures)
  }

  /// The envelope as JSON.
  var json: JSONValue {
    .object([
      "payloadType": .text(payloadType), "payload": .text(Base64.text(of: payload)),
      "signatures": .array(signatures.map(\.json)),
    ])
  }

  /// The envelope in one line of JSON, without a newline.
  public var line: String { String(decoding: json.canonicalBytes, as: UTF8.self) }
}

extension Envelope.Signature: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    keyID = reader.optionalText("keyid", &problems) ?? ""
    let bytes = reader.take("sig", "a signature in base 64", &problems) { value in
      value.text.flatMap { Base64.bytes(of: $0) }
    }
    guard let bytes else { return nil }
    self.bytes = bytes
  }

  var json: JSONValue {
    .object(["keyid": .text(keyID), "sig": .text(Base64.text(of: bytes))])
  }
}

extension Envelope {
  /// Reads an envelope; nothing is verified yet.
  ///
  /// - Parameter source: what errors call it.
  /// - Throws: `SignatureError.syntax` or `.malformed`.
  public init(parsing bytes: [UInt8], source: String) throws(SignatureError) {
    self = try SignedDocument.part(
      try SignedDocument.json(bytes, source: source), source: source)
  }
}

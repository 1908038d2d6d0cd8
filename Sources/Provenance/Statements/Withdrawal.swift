import Digests
import JSON

/// That a published version of a model is not to be used any more, and why: an in-toto statement about its
/// manifest, in an envelope that its publisher signs.
public struct Withdrawal: Hashable, Sendable {
  /// The type of the predicate.
  public static let predicateType = "urn:darkroom:withdrawal:v1"
  /// The most bytes of an envelope that is read.
  public static let largest = 1 << 16

  private static let manifestName = "manifest.json"

  /// The SHA-256 of the `manifest.json` of the version.
  public var manifest: Digest
  /// Why, for those who have it.
  public var reason: String
  /// What to use in its place; nil where nothing is named.
  public var successor: String?

  /// Withdraws a version.
  public init(of manifest: Digest, reason: String, successor: String? = nil) {
    (self.manifest, self.reason, self.successor) = (manifest, reason, successor)
  }

  /// A line of JSON with a newline: the statement in its envelope.
  ///
  /// - Throws: `SignatureError.notSigned`.
  public func line(signedWith key: SigningKey) throws(SignatureError) -> String {
    let statement = Statement(
      subjects: [Statement.Subject(name: Withdrawal.manifestName, digest: manifest)],
      predicateType: Withdrawal.predicateType,
      predicate: WithdrawalPredicate(reason: reason, successor: successor).json)
    return try Envelope(signing: statement.bytes, with: key).line + "\n"
  }

  /// Reads an envelope.
  ///
  /// - Parameters:
  ///   - key: the key of the publisher, whose signature is demanded; nil to believe what is there.
  ///   - source: what errors call it.
  /// - Throws: `SignatureError` where it is none, or not signed with the key.
  public init(
    parsing bytes: [UInt8], key: VerificationKey?, source: String
  ) throws(SignatureError) {
    guard bytes.count <= Withdrawal.largest else {
      throw .tooLarge(source: source, byteCount: bytes.count, limit: Withdrawal.largest)
    }
    let envelope = try Envelope(parsing: bytes, source: source)
    if let key { try envelope.verify(with: key, source: source) }
    let statement: Statement = try SignedDocument.part(
      try SignedDocument.json(envelope.payload, source: source), source: source)
    guard statement.predicateType == Withdrawal.predicateType else {
      throw .unsupported(
        source: source, found: "its predicateType is '\(statement.predicateType)'",
        expected: "'\(Withdrawal.predicateType)'")
    }
    let predicate: WithdrawalPredicate = try SignedDocument.part(
      statement.predicate, place: "predicate", source: source)
    self.init(
      of: statement.subjects[0].digest, reason: predicate.reason, successor: predicate.successor)
  }
}

private struct WithdrawalPredicate: DocumentPart {
  let reason: String
  let successor: String?

  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let reason = reader.text("reason", &problems)
    successor = reader.optionalText("successor", &problems)
    guard let reason else { return nil }
    self.reason = reason
  }

  init(reason: String, successor: String?) { (self.reason, self.successor) = (reason, successor) }

  var json: JSONValue {
    var builder = ObjectBuilder()
    builder.set("reason", reason)
    builder.set("successor", successor)
    return builder.json
  }
}

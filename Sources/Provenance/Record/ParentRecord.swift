import Digests
import JSON

/// The record of the model that an artifact was made from.
public struct ParentRecord: Hashable, Sendable {
  /// The name of its file, a hint.
  public var name: String
  /// Its `ProvenanceRecord.identity`, which later measurements do not change.
  public var identity: Digest
  /// The SHA-256 of the model it describes.
  public var artifact: Digest
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Names a record.
  public init(name: String, identity: Digest, artifact: Digest) {
    self.name = name
    self.identity = identity
    self.artifact = artifact
  }

  /// Names a record that is at hand.
  public init(_ record: ProvenanceRecord, name: String) {
    self.init(name: name, identity: record.identity, artifact: record.artifact.file.digest)
  }
}

extension ParentRecord: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let identity = reader.digest("identity", &problems)
    let artifact = reader.digest("artifact", &problems)
    others = reader.rest
    guard let name, let identity, let artifact else { return nil }
    self.name = name
    self.identity = identity
    self.artifact = artifact
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("identity", identity)
    builder.set("artifact", artifact)
    return builder.json
  }
}

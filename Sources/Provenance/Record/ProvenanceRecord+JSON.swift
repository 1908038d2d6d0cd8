import Digests
import JSON

extension ProvenanceRecord: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    // Version and checksum are the document's, and were looked at when it was opened.
    for key in ["schemaVersion", "checksum"] { _ = reader.optional(key) }
    let artifact: Artifact? = reader.part("artifact", &problems)
    let tool: Tool? = reader.part("tool", &problems)
    let command: Command? = reader.part("command", &problems)
    materials = reader.parts("materials", &problems)
    calibration = reader.optionalPart("calibration", &problems)
    parent = reader.optionalPart("parent", &problems)
    otherTools = reader.parts("otherTools", &problems)
    measurements = reader.parts("measurements", &problems)
    circumstances = reader.optionalPart("circumstances", &problems)
    others = reader.rest
    guard let artifact, let tool, let command else { return nil }
    self.artifact = artifact
    self.tool = tool
    self.command = command
  }

  var json: JSONValue { .object(members) }

  /// The members of the document without its checksum.
  var members: [String: JSONValue] {
    var members = reproducibleMembers
    members.set("measurements", measurements)
    members.set("circumstances", circumstances)
    return members.members
  }

  /// The part that is a function of the inputs.
  private var reproducibleMembers: ObjectBuilder {
    var builder = ObjectBuilder(others)
    builder.set("schemaVersion", ProvenanceRecord.schemaVersion)
    builder.set("artifact", artifact)
    builder.set("tool", tool)
    builder.set("command", command)
    builder.set("materials", materials)
    builder.set("calibration", calibration)
    builder.set("parent", parent)
    builder.set("otherTools", otherTools)
    return builder
  }

  /// What children call this record by: the SHA-256 of the canonical JSON of everything but
  /// `measurements`, `circumstances` and the checksum.
  ///
  /// It is not that of the file, because measuring a model must not orphan its children, and
  /// because a child of the same inputs is to be the same whenever and wherever it is made.
  public var identity: Digest { Digest(of: reproducibleMembers.json.canonicalBytes) }
}

import Digests
import JSON

/// The bill of materials of a model: CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/
///
/// Everything comes from the record; the same record gives the same bytes.
public struct CycloneDX {
  /// What the names of such files end in.
  public static let suffix = ".cdx.json"
  /// What members of ours are called.
  static let prefix = "darkroom:"

  let record: ProvenanceRecord

  /// The bill of an artifact.
  public init(_ record: ProvenanceRecord) { self.record = record }

  /// The name of the file for an artifact.
  public static func path(for artifact: String) -> String { artifact + suffix }

  /// The text of the file.
  public var text: String { json.indentedText + "\n" }

  private var json: JSONValue {
    var bill = ObjectBuilder()
    bill.set("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
    bill.set("bomFormat", "CycloneDX")
    bill.set("specVersion", "1.6")
    bill.set("serialNumber", "urn:uuid:\(record.documentUUID("CycloneDX"))")
    bill.set("version", 1)
    var metadata = ObjectBuilder()
    metadata.set("timestamp", record.circumstances?.finished?.description)
    metadata.set("tools", ["components": .array(tools)])
    metadata.set("component", model)
    bill.set("metadata", metadata.json)
    let parts = parts
    bill.set("components", JSONValue.array(parts.map(\.json)))
    let references = parts.map { JSONValue.text($0.reference) }
    bill.set(
      "dependencies",
      JSONValue.array(
        [.object(["ref": .text(modelReference), "dependsOn": .array(references)])]
          + references.map { .object(["ref": $0]) }))
    return bill.json
  }

  /// The programs that took part, the one that made the artifact first.
  private var tools: [JSONValue] {
    ([record.tool] + record.otherTools).map { tool in
      var component = ObjectBuilder()
      component.set("type", "application")
      component.set("name", tool.name)
      component.set("version", tool.version)
      component.set("description", tool.purpose)
      CycloneDX.add(tool.license, tool.attribution, to: &component)
      component.set("externalReferences", references("website", tool.uris))
      if let revision = tool.origin {
        CycloneDX.add([("revision", revision)], to: &component)
      }
      return component.json
    }
  }

  func references(_ type: String, _ uris: [String]) -> JSONValue? {
    uris.isEmpty ? nil : .array(uris.map { CycloneDX.reference(type, $0) })
  }

  static func reference(_ type: String, _ uri: String) -> JSONValue {
    .object(["type": .text(type), "url": .text(PercentEncoding.address(uri))])
  }

  static func hashes(_ digest: Digest) -> JSONValue {
    .array([.object(["alg": .text("SHA-256"), "content": .text(digest.description)])])
  }

  /// Adds a licence, and says where none is known, for which the format has no expression.
  static func add(
    _ license: LicenseStatement, _ attribution: String?, to component: inout ObjectBuilder
  ) {
    component.set("copyright", attribution)
    switch license {
    case .expression(let expression):
      component.set(
        "licenses", JSONValue.array([.object(["expression": .text(expression.description)])]))
    case .noAssertion, .noLicense: add([("license", license.description)], to: &component)
    }
  }

  /// Adds properties of ours behind those that are there.
  static func add(_ properties: [(name: String, value: String)], to builder: inout ObjectBuilder) {
    guard !properties.isEmpty else { return }
    let before = builder.members["properties"]?.elements ?? []
    let added = properties.map { property in
      JSONValue.object([
        "name": .text(prefix + property.name), "value": .text(property.value),
      ])
    }
    builder.set("properties", JSONValue.array(before + added))
  }
}

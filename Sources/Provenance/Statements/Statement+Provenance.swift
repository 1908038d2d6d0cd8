import JSON

extension Statement {
  /// The type of SLSA provenance.
  public static let provenanceType = "https://slsa.dev/provenance/v1"

  /// How an artifact was built, by its record: SLSA provenance v1,
  /// https://slsa.dev/spec/v1.0/provenance
  ///
  /// Builds are called by the program's address and the command, for example
  /// `https://example.org/darkroom#quantize`; runs by the identity of the record.
  public init(provenanceOf record: ProvenanceRecord) {
    var details = ObjectBuilder()
    details.set("builder", Statement.builder(record))
    var metadata = ObjectBuilder()
    metadata.set("invocationId", record.identity)
    metadata.set("startedOn", record.circumstances?.started?.description)
    metadata.set("finishedOn", record.circumstances?.finished?.description)
    details.set("metadata", metadata.json)
    self.init(
      subjects: [
        Subject(name: record.artifact.file.name, digest: record.artifact.file.digest)
      ],
      predicateType: Statement.provenanceType,
      predicate: .object([
        "buildDefinition": Statement.buildDefinition(record), "runDetails": details.json,
      ]))
  }

  private static func buildDefinition(_ record: ProvenanceRecord) -> JSONValue {
    var definition = ObjectBuilder()
    definition.set("buildType", "\(record.tool.uri)#\(record.command.name)")
    definition.set(
      "externalParameters",
      JSONValue.object([
        "command": .text(record.command.name), "parameters": .object(record.command.parameters),
      ]))
    var parameters = ObjectBuilder()
    parameters.set("configuration", record.tool.configuration)
    parameters.set("threads", record.circumstances?.threads)
    definition.set("internalParameters", parameters.members)
    definition.set("resolvedDependencies", JSONValue.array(dependencies(record).map(\.json)))
    if let parent = record.parent {
      // The hash of its file changes whenever the parent is measured, so it is no dependency.
      definition.set("darkroom_parentRecord", parent.json)
    }
    return definition.json
  }

  private static func dependencies(_ record: ProvenanceRecord) -> [ResourceDescriptor] {
    let materials = record.materials.map { material in
      ResourceDescriptor(
        material.file, role: material.role.rawValue, uris: material.uris,
        license: material.license, attribution: material.attribution)
    }
    guard let calibration = record.calibration else { return materials }
    let images: [ResourceDescriptor] =
      switch calibration.images {
      case .each(let files):
        files.map { ResourceDescriptor($0, role: "calibrationPicture") }
      case .list(let file): [ResourceDescriptor(file, role: "calibrationPictures")]
      }
    var set = ResourceDescriptor(
      name: calibration.name, uri: calibration.uris.first.map(PercentEncoding.address),
      digest: calibration.digest,
      annotations: [
        "role": .text("calibrationSet"), "count": .whole(calibration.count),
        "license": .text(calibration.license.description),
      ])
    if let attribution = calibration.attribution {
      set.annotations["attribution"] = .text(attribution)
    }
    return materials + [set] + images
  }

  private static func builder(_ record: ProvenanceRecord) -> JSONValue {
    var builder = ObjectBuilder()
    builder.set("id", record.tool.uri)
    var version: [String: JSONValue] = [record.tool.name: .text(record.tool.version)]
    if let revision = record.tool.revision { version["git"] = .text(revision) }
    if let sources = record.tool.sources { version["sources"] = .text(sources) }
    builder.set("version", version)
    if !record.otherTools.isEmpty {
      builder.set(
        "builderDependencies",
        JSONValue.array(record.otherTools.map { ResourceDescriptor($0).json }))
    }
    return builder.json
  }
}

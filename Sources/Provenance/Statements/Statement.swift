import Digests
import JSON

/// Something said about files: an in-toto Statement v1,
/// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
public struct Statement: Hashable, Sendable {
  /// What statements say they are.
  public static let type = "https://in-toto.io/Statement/v1"

  /// A file that is spoken of.
  public struct Subject: Hashable, Sendable {
    /// What it is called; empty where it has no name.
    public var name: String
    /// Its SHA-256.
    public var digest: Digest
  }

  /// The files.
  public var subjects: [Subject]
  /// What kind of thing is said.
  public var predicateType: String
  /// What is said.
  public var predicate: JSONValue
}

extension Statement {
  /// Everything that a record says, in the order of its measurements: how the artifact was built,
  /// and a result for each measurement of it as it is.
  public static func all(of record: ProvenanceRecord) -> [Statement] {
    [Statement(provenanceOf: record)]
      + record.currentMeasurements.map { Statement($0, of: record.artifact.file.name) }
  }
}

extension Statement: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    let before = problems.count
    var reader = ObjectReader(value, place: place, &problems)
    let type = reader.text("_type", &problems)
    subjects = reader.parts("subject", &problems)
    let predicateType = reader.text("predicateType", &problems)
    // in-toto lets a statement be without a predicate.
    predicate = reader.optional("predicate") ?? .null
    if let type, type != Statement.type {
      problems.add(reader.place(of: "_type"), "is '\(type)', where '\(Statement.type)' is needed")
    }
    if subjects.isEmpty {
      problems.add(reader.place(of: "subject"), "names nothing that can be read")
    }
    guard let predicateType, problems.count == before else { return nil }
    self.predicateType = predicateType
  }

  var json: JSONValue {
    .object([
      "_type": .text(Statement.type), "subject": .array(subjects.map(\.json)),
      "predicateType": .text(predicateType), "predicate": predicate,
    ])
  }

  /// The bytes that are signed, the same for the same statement.
  public var bytes: [UInt8] { json.canonicalBytes }
}

extension Statement.Subject: DocumentPart {
  private static let algorithm = "sha256"

  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    name = reader.optionalText("name", &problems) ?? ""
    guard let digests = reader.required("digest", &problems) else { return nil }
    var inner = ObjectReader(digests, place: reader.place(of: "digest"), &problems)
    guard let digest = inner.digest(Statement.Subject.algorithm, &problems) else { return nil }
    self.digest = digest
  }

  var json: JSONValue {
    var builder = ObjectBuilder()
    if !name.isEmpty { builder.set("name", name) }
    builder.set("digest", [Statement.Subject.algorithm: .text(digest.description)])
    return builder.json
  }
}

extension Statement {
  /// The type of test results.
  public static let testResultType = "https://in-toto.io/attestation/test-result/v0.1"

  /// What was measured of an artifact and whether it is enough: an in-toto test result v0.1,
  /// https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
  ///
  /// Metrics, data and program, which the format has no place for, are in members of ours.
  ///
  /// - Parameter name: what the artifact is called.
  public init(_ measurement: Measurement, of name: String) {
    var predicate = ObjectBuilder()
    predicate.set("result", measurement.verdict.rawValue.uppercased())
    predicate.set(
      "configuration", JSONValue.array(Statement.configuration(measurement).map(\.json)))
    for (key, verdict) in [
      ("passedTests", Measurement.Verdict.passed), ("warnedTests", .warned),
      ("failedTests", .failed),
    ] {
      let names = measurement.checks.filter { $0.verdict == verdict }.map(\.name)
      predicate.set(key, JSONValue.texts(names))
    }
    predicate.set("darkroom_kind", measurement.kind.rawValue)
    predicate.set("darkroom_figures", measurement.metrics)
    predicate.set("darkroom_checks", measurement.checks)
    predicate.set("darkroom_dataset", measurement.dataset)
    predicate.set("darkroom_tool", measurement.tool)
    predicate.set("darkroom_circumstances", measurement.circumstances)
    self.init(
      subjects: [Subject(name: name, digest: measurement.artifact)],
      predicateType: Statement.testResultType, predicate: predicate.json)
  }

  /// What the result depends on; never empty, as the format demands.
  private static func configuration(_ measurement: Measurement) -> [ResourceDescriptor] {
    let content = JSONValue.object(measurement.protocolParameters).canonicalBytes
    var descriptors = [
      ResourceDescriptor(
        name: "protocol", digest: Digest(of: content), content: content,
        mediaType: "application/json", annotations: ["role": .text("protocol")])
    ]
    if let annotations = measurement.dataset?.annotations {
      descriptors.append(
        ResourceDescriptor(
          annotations, role: "annotations", uris: measurement.dataset?.uris ?? []))
    }
    if let reference = measurement.reference {
      descriptors.append(ResourceDescriptor(reference, role: "reference"))
    }
    return descriptors
  }
}

import Digests

extension Statement {
  /// The type of test results.
  public static let testResultType = "https://in-toto.io/attestation/test-result/v0.1"

  /// What was measured of an artifact and whether it is enough: an in-toto test result v0.1,
  /// https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
  ///
  /// Figures, data and program, which the format has no place for, are in members of ours.
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
    predicate.set("darkroom_figures", measurement.figures)
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

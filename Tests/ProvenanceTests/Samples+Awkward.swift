import Provenance

extension Samples {
  /// Text that breaks whatever is not careful: quotes, marks of YAML, Markdown and HTML, line ends.
  static let awkward = "Jos\u{e9} \"J\": #1 | <b>*x*</b> `y`\n- 'z' \\ [a](b) & \u{1f600}: %"

  /// A record whose texts are all awkward and that lacks whatever may be missing.
  static func awkwardRecord() throws -> ProvenanceRecord {
    var record = try int8(parent: try float())
    record.artifact.title = awkward
    record.artifact.architecture = awkward
    record.artifact.supplier = awkward
    record.artifact.attribution = awkward
    record.artifact.uris = ["https://example.org/a b?c=\"d\"#e%zz"]
    record.artifact.license = .noAssertion
    record.command.parameters["text"] = .text(awkward)
    record.command.parameters["list"] = .array([.whole(1), .null])
    record.calibration?.name = awkward
    record.calibration?.attribution = awkward
    record.calibration?.license = .noLicense
    record.materials.append(
      Material(role: .names, file: file("a name: b.names"), attribution: awkward))
    // The same file twice.
    record.materials.append(record.materials[0])
    record.otherTools.append(Tool(name: awkward, version: "1 2", license: try license("MIT")))
    record.measurements = [
      Measurement(
        kind: .evaluate, artifact: record.artifact.file.digest,
        dataset: MeasuredDataset(name: awkward, split: "x", imageCount: 3),
        protocolParameters: ["text": .text(awkward)],
        metrics: [
          Metric(name: "ap", value: 0.5, slice: awkward, interval: 0.25...1, unit: "dB"),
          Metric(name: "ap50", value: 1),
        ],
        checks: [Check(name: awkward, verdict: .failed, message: awkward)]),
      Measurement(
        kind: .compare, artifact: record.artifact.file.digest,
        reference: file("tiny.onnx"), metrics: [Metric(name: "meanIoU", value: 0.9)]),
    ]
    return record
  }

  /// A record with nothing but what must be there.
  static let bareRecord = ProvenanceRecord(
    artifact: Artifact(file: file("m.bin")), tool: Tool(name: "a tool", version: "1"),
    command: Command(name: "convert"))

  /// Records that have everything, nothing, and everything badly.
  static func allRecords() throws -> [ProvenanceRecord] {
    let float = try float()
    return [float, try int8(parent: float), try awkwardRecord(), bareRecord]
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct TraceTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A folder in which everything is there.
  private func fill(_ change: (inout ProvenanceRecord) -> Void = { _ in }) throws {
    let float = try Samples.float()
    var int8 = try Samples.int8(parent: float)
    change(&int8)
    for name in ["tiny.onnx", "tiny.cfg", "tiny.weights", "tiny-int8.onnx", "a.jpg", "b.jpg"] {
      try folder.file(name, "content of \(name)")
    }
    try folder.file("tiny.onnx.provenance.json", float.text)
    try folder.file("tiny-int8.onnx.provenance.json", int8.text)
  }

  private func trace() throws -> Trace { try Trace(of: folder.path("tiny-int8.onnx")) }

  @Test("A complete lineage leads to the addresses of the sources") func complete() throws {
    try fill()
    let trace = try trace()
    #expect(trace.isComplete, "\(trace.text)")
    #expect(trace.root.sources.map(\.role) == ["parentModel", "calibration"])
    #expect(trace.root.sources[0].sources.map(\.name) == ["tiny.cfg", "tiny.weights"])
    #expect(trace.root.sources[1].members == .init(count: 2, present: 2))
    let text = trace.text.description.replacingOccurrences(of: folder.url.path + "/", with: "")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "tiny-int8.onnx  (artifact, MIT)")
    #expect(lines[2] == "│  made by darkroom 0.1.0 quantize, says tiny-int8.onnx.provenance.json")
    #expect(lines[3] == "├─ tiny.onnx  (parentModel, MIT)")
    #expect(lines.contains("│  ├─ tiny.cfg  (cfg, LicenseRef-YOLO-2)"))
    #expect(lines.contains("│  └─ tiny.weights  (weights, LicenseRef-YOLO-2)"))
    #expect(lines.contains("│        from https://example.org/tiny.weights"))
    #expect(lines.contains("└─ COCO val2017  (calibration, CC-BY-4.0)"))
    #expect(text.contains("2 of 2 files checked"))
    #expect(lines.last?.hasPrefix("complete") == true)
    let json = try JSONDocument(trace.json.indentedText)
    #expect(
      json["artifact"]?["sources"]?[0]?["sources"]?[1]?["uris"]?[0]?.string
        == "https://example.org/tiny.weights")
    #expect(json["isComplete"] == .boolean(true))
  }

  /// A file is found by what is in it, under any name and in any folder that is given.
  @Test("A file is found by its digest under any name") func renamedFiles() throws {
    try fill()
    let other = try WorkFolder()
    for (name, to) in [
      ("tiny.cfg", "x/yolo.cfg"), ("tiny.onnx.provenance.json", "p.provenance.json"),
    ] {
      try other.file(to, try folder.bytes(name))
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    #expect(try trace().gaps.count == 1)
    let trace = try Trace(of: folder.path("tiny-int8.onnx"), folders: [other.url.path])
    #expect(trace.isComplete, "\(trace.text)")
    #expect(trace.root.sources[0].sources[0].fate == .present(path: other.path("x/yolo.cfg")))
  }

  @Test("Gaps in a lineage are named") func gaps() throws {
    try fill()
    for name in ["tiny.onnx.provenance.json", "tiny.onnx", "a.jpg"] {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    let trace = try trace()
    #expect(trace.faults.isEmpty)
    #expect(trace.gaps.count == 1)
    #expect(trace.gaps[0].hasPrefix("tiny.onnx: its record (tiny.onnx.provenance.json, identity "))
    #expect(trace.root.sources[0].fate == .absent)
    #expect(trace.root.sources[1].members == .init(count: 2, present: 1))
    #expect(trace.text.description.contains("GAP: its record"))
  }

  @Test("A material without an address is a gap") func noAddress() throws {
    try fill { record in
      record.calibration?.uris = []
      record.parent = nil
      record.materials.append(Material(role: .names, file: Samples.file("tiny.names")))
      record.materials.append(Material(role: .recipe, file: Samples.file("tiny.json")))
    }
    #expect(
      try trace().gaps == [
        "tiny.onnx: the record names no record of its parent",
        "tiny.names: no address is recorded; where it comes from is not known",
        "COCO val2017: no address is recorded; where it comes from is not known",
      ])
  }

  @Test("A model without a record is a gap") func noRecord() throws {
    try folder.file("tiny-int8.onnx", "x")
    #expect(
      try trace().gaps == [
        "tiny-int8.onnx: no record of it is here; where it comes from is not known"
      ])
    #expect(throws: DocumentError.self) { try Trace(of: folder.path("none")) }
  }

  @Test("A changed material is a fault") func changedFiles() throws {
    try fill()
    for name in ["tiny.weights", "b.jpg"] { try folder.file(name, "Content of \(name)") }
    let faults = try trace().faults
    #expect(faults.count == 2)
    #expect(faults[0].hasPrefix("tiny.weights: ") && faults[1].hasPrefix("COCO val2017: "))
    #expect(faults[0].contains(Samples.digest("Content of tiny.weights").description))
  }

  @Test("A changed artifact is a fault") func changedArtifact() throws {
    try fill()
    try folder.file("tiny-int8.onnx", "content of Tiny-int8.onnx")
    let faults = try trace().faults
    #expect(faults.count == 1)
    #expect(faults.first?.contains("but the file has") == true)
  }

  /// The parent's record was rebuilt with another licence: its identity is another one.
  @Test("A parent record with another identity is named") func otherParentRecord() throws {
    try fill()
    var float = try Samples.float()
    float.materials[0].license = .noAssertion
    try folder.file("tiny.onnx.provenance.json", float.text)
    let faults = try trace().faults
    #expect(faults.count == 1)
    #expect(faults.first?.contains("has identity \(float.identity)") == true)
    // Measuring the parent again changes nothing.
    var measured = try Samples.float()
    measured.measurements.append(
      Measurement(kind: .compare, artifact: measured.artifact.file.digest))
    measured.circumstances = nil
    try folder.file("tiny.onnx.provenance.json", measured.text)
    #expect(try trace().isComplete)
  }

  @Test("A changed record is a problem and leaves a gap") func changedRecord() throws {
    try fill()
    let text = try Samples.float().text.replacingOccurrences(of: "raw", with: "nms")
    try folder.file("tiny.onnx.provenance.json", text)
    let trace = try trace()
    #expect(trace.problems.count == 1 && trace.gaps.count == 1)
    #expect(trace.text.description.contains("unreadable: "))
  }

  @Test("Calibration images are followed through their list") func listOfImages() throws {
    let images = [Samples.file("a.jpg"), Samples.file("b.jpg")]
    let text = Calibration.listText(images)
    try fill { record in
      record.calibration?.images = .list(Samples.file("images.sha256", text))
    }
    #expect(
      try trace().gaps == [
        "COCO val2017, listed in images.sha256: the list of its images is not here"
      ])
    try folder.file("images.sha256", text)
    let trace = try trace()
    #expect(trace.isComplete)
    #expect(trace.root.sources[1].members == .init(count: 2, present: 2))
    #expect(trace.root.sources[1].digest == Samples.digest(text))
  }

  /// Records that name each other, which honest hashes cannot, come to an end.
  @Test("A lineage of more than 256 generations ends with a gap") func longLineage() throws {
    var record = try Samples.float()
    record.artifact.file = Samples.file("0")
    for index in 1...400 {
      var child = try Samples.int8(parent: record)
      child.artifact.file = Samples.file("\(index)")
      child.materials = [
        Material(role: .parentModel, file: record.artifact.file),
        Material(role: .parentModel, file: record.artifact.file),
      ]
      try folder.file("\(record.artifact.file.name).provenance.json", record.text)
      record = child
    }
    try folder.file("tiny-int8.onnx", "content of 400")
    try folder.file("tiny-int8.onnx.provenance.json", record.text)
    let trace = try trace()
    #expect(trace.gaps.contains { $0.contains("more than 256 generations") })
  }
}

import Digests
import Foundation
import JSON
import Provenance
import TestSupport
import Testing

@Suite struct RecordTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func read(_ text: String) throws -> ProvenanceRecord {
    try ProvenanceRecord(parsing: Array(text.utf8), source: "a.provenance.json")
  }

  /// The text with its checksum made right after a change by hand.
  private func sealed(_ text: String) throws -> String {
    var members = try JSONValue(parsing: Array(text.utf8)).members ?? [:]
    members["checksum"] = nil
    let digest = Digest(of: JSONValue.object(members).canonicalBytes)
    members["checksum"] = .text(digest.description)
    return JSONValue.object(members).indentedText
  }

  @Test("A record is read as it was written") func survivesFile() throws {
    let float = try Samples.float()
    for record in [float, try Samples.int8(parent: float)] {
      let path = folder.path("a.provenance.json")
      try record.write(to: path)
      let back = try ProvenanceRecord(contentsOf: path)
      #expect(back == record)
      #expect(back.text == record.text)
      #expect(back.text.hasSuffix("}\n"))
      #expect(JSONDocument.keysAreSorted(in: back.text))
      #expect(try JSONDocument(back.text)["schemaVersion"]?.number == 1)
    }
  }

  @Test("A record's identity does not depend on measurements and circumstances")
  func identityLeavesOutWhatDiffersFromRunToRun() throws {
    let record = try Samples.float()
    var other = record
    other.measurements = []
    other.circumstances = nil
    #expect(other.identity == record.identity)
    #expect(other.text != record.text)
    other.command.parameters["heads"] = .text("nms")
    #expect(other.identity != record.identity)
    var licensed = record
    licensed.materials[0].license = .noAssertion
    #expect(licensed.identity != record.identity)
  }

  /// A later version's fields are kept in every object there is.
  @Test("Fields of later versions are kept in every object") func unknownFieldsSurvive() throws {
    func marked(_ value: JSONValue) -> JSONValue {
      switch value {
      case .array(let elements): return .array(elements.map(marked))
      case .object(let members):
        var members = members.mapValues(marked)
        members["zzNew"] = .array([.number(JSONNumber(0)), .text("kept"), .object([:])])
        return .object(members)
      default: return value
      }
    }
    let float = try Samples.float()
    for record in [float, try Samples.int8(parent: float)] {
      let value = marked(try JSONValue(parsing: Array(record.text.utf8)))
      let text = try sealed(value.indentedText)
      let count = text.components(separatedBy: "zzNew").count
      #expect(count > 8)
      #expect(try read(text).text == text + "\n")
    }
  }

  @Test("Unknown roles and kinds are kept") func unknownRolesAndKindsSurvive() throws {
    let text = try Samples.float().text
      .replacingOccurrences(of: "\"role\" : \"cfg\"", with: "\"role\" : \"scale\"")
      .replacingOccurrences(of: "\"kind\" : \"evaluate\"", with: "\"kind\" : \"weigh\"")
    let record = try read(try sealed(text))
    #expect(record.materials[0].role.rawValue == "scale")
    #expect(record.measurements[0].kind.rawValue == "weigh")
  }

  @Test("A newer schema is refused") func newerSchemaIsRefused() throws {
    let text = try Samples.float().text
      .replacingOccurrences(of: "\"schemaVersion\" : 1", with: "\"schemaVersion\" : 2")
    let error = try #require(throws: DocumentError.self) { try read(text) }
    #expect(error == .newerSchema(source: "a.provenance.json", found: 2, known: 1))
    #expect(error.description.contains("use a newer one"))
    #expect(error.category == .malformed)
  }

  @Test("A changed record is found by its checksum") func changeIsFound() throws {
    let text = try Samples.float().text.replacingOccurrences(of: "0.2076", with: "0.3076")
    let error = try #require(throws: DocumentError.self) { try read(text) }
    guard case .changed = error else {
      Issue.record("\(error)")
      return
    }
  }

  /// White space and other spellings of a text are no change.
  @Test("White space and other spellings of a text are no change") func harmlessChanges() throws {
    let record = try Samples.float()
    let compact = try JSONValue(parsing: Array(record.text.utf8)).canonicalBytes
    #expect(try ProvenanceRecord(parsing: compact, source: "a") == record)
    let escaped = record.text.replacingOccurrences(of: "\"raw\"", with: "\"\\u0072aw\"")
    #expect(escaped != record.text)
    #expect(try read(escaped) == record)
  }

  /// Every mistake is told at once, with its place.
  @Test("Every mistake is reported at once with its place") func allProblemsAtOnce() throws {
    let text = try Samples.float().text
      .replacingOccurrences(of: "\"name\" : \"tiny.cfg\",", with: "")
      .replacingOccurrences(of: "\"kind\" : \"evaluate\"", with: "\"kind\" : 7")
      .replacingOccurrences(
        of: "\"opset\" : 13,\n    \"outputs\"", with: "\"opset\" : 1.5, \"outputs\""
      )
      .replacingOccurrences(of: "\"license\" : \"MIT\"", with: "\"license\" : \"MIT License\"")
      .replacingOccurrences(of: "2026-02-03T04:05:06Z", with: "2026-02-30T04:05:06Z")
      .replacingOccurrences(
        of: "\"verdict\" : \"passed\"\n    }", with: "\"verdict\" : \"failed\" }"
      )
      .replacingOccurrences(of: Samples.file("tiny.weights").digest.description, with: "ABCD")
    let error = try #require(throws: DocumentError.self) { try read(try sealed(text)) }
    guard case .problems(_, let problems) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(
      Set(problems.first.map(\.place)) == [
        "materials[0]", "measurements[0].kind", "artifact.opset", "artifact.license",
        "circumstances.started", "materials[1].sha256",
      ])
    #expect(problems.count == problems.first.count)
    #expect(
      error.description.contains("a.provenance.json: materials[0]: the key 'name' is missing"))
  }

  @Test(
    "Other JSON is refused as a record",
    arguments: ["null", "[]", "{}", "7", "{\"schemaVersion\":0,\"checksum\":\"\"}"])
  func otherJSON(text: String) {
    let error = #expect(throws: DocumentError.self) { try read(text) }
    guard case .problems = error else {
      Issue.record("\(text): \(String(describing: error))")
      return
    }
  }

  @Test("Missing, oversized and unwritable record files are errors") func files() throws {
    let missing = #expect(throws: DocumentError.self) {
      try ProvenanceRecord(contentsOf: folder.path("none"))
    }
    #expect(missing?.category == .unreadable)
    let isFolder = #expect(throws: DocumentError.self) {
      try ProvenanceRecord(contentsOf: folder.url.path)
    }
    #expect(isFolder?.category == .unreadable)
    let unwritable = #expect(throws: DocumentError.self) {
      try Samples.float().write(to: folder.path("none/a"))
    }
    #expect(unwritable?.category == .unwritable)
    let file = try folder.file("large", String(repeating: " ", count: 100))
    let large = #expect(throws: DocumentError.self) {
      try ProvenanceRecord(contentsOf: file.path, rules: .strict.limited(to: 99))
    }
    #expect(large == .tooLarge(source: file.path, byteCount: 100, limit: 99))
  }

  /// The hash of calibration images is that of their list, kept beside the record or not.
  @Test("The digest of calibration images is that of their list") func calibrationDigest() throws {
    let files = [Samples.file("b.jpg"), Samples.file("a\nb.jpg"), Samples.file("c.jpg")]
    let text = Calibration.listText(files)
    let list = FileReference(
      name: "list", digest: Samples.digest(text), size: text.utf8.count)
    let each = Calibration(name: "x", count: 3, images: .each(files.reversed()))
    let listed = Calibration(name: "x", count: 3, images: .list(list))
    #expect(each.digest == listed.digest)
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test("The number of calibration images is checked") func calibrationIsCounted() throws {
    let record = try Samples.int8(parent: try Samples.float())
    let text = record.text.replacingOccurrences(of: "\"count\" : 2", with: "\"count\" : 3")
    let error = #expect(throws: DocumentError.self) { try read(try sealed(text)) }
    #expect(error?.description.contains("2 readable images, but 'count' is 3") == true)
  }

  @Test("A record warns of unknown licences") func warnings() throws {
    var record = try Samples.float()
    #expect(record.warnings.isEmpty)
    record.materials[0].license = .noAssertion
    record.materials[1].license = try LicenseStatement("Beerware OR Foo")
    record.materials[1].licenseFile = nil
    #expect(record.warnings.count == 3)
    #expect(record.warnings[0].contains("cfg tiny.cfg: its licence is not known"))
    #expect(record.warnings[1].contains("'Foo' is not on SPDX's list"))
    #expect(record.warnings[2].contains("no licence text is given for Beerware OR Foo"))
    record.materials[0].license = .noLicense
    #expect(record.warnings[0].contains("permits nothing"))
    #expect(try read(record.text) == record)
  }

  @Test("A file is recorded by what is in it") func hashedFile() throws {
    let file = try folder.file("deep/a.onnx", "abc")
    let reference = try FileReference(hashing: file.path)
    #expect(reference.name == "a.onnx" && reference.size == 3)
    #expect(reference.mediaType == MediaType.onnx)
    #expect(
      reference.digest.description
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}

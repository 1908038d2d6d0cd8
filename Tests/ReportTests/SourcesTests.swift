import Foundation
import Report
import TestSupport
import Testing

/// Files that no report is made from.
struct SourcesTests {
  private static func error(_ paths: [String]) -> ReportError? {
    do throws(ReportError) {
      _ = try ReportPage(ReportSources(paths: paths)).html()
      return nil
    } catch { return error }
  }

  @Test("A report of no files is refused") func needsSomething() {
    #expect(Self.error([]) == .nothing)
  }

  @Test("Every bad file of a report is named at once with its place") func namesEveryMistakeAtOnce()
    throws
  {
    let inputs = try SampleInputs()
    let folder = inputs.folder
    try folder.file("text.json", "no JSON")
    try folder.file("list.json", "[1]")
    try folder.file("other.json", #"{"what":1}"#)
    try folder.file("half.json", #"{"metrics":{},"perClass":[],"schemaVersion":1}"#)
    try folder.file("empty.json", "")
    let box = inputs.detections(.int8, count: 1).replacingOccurrences(of: "50,200,300", with: "50")
    try folder.file("box.json", box)
    let counts = inputs.quantization.replacingOccurrences(of: "[0,5,", with: "[-1,5,")
    try folder.file("counts.json", counts)
    let names = [
      "text.json", "list.json", "other.json", "half.json", "empty.json", "box.json", "counts.json",
    ]
    let syntax = ["text.json": ":1:1", "empty.json": ":1:1"]
    guard case .malformed(let problems) = Self.error(inputs.paths(["compare.json"] + names)) else {
      Issue.record("expected malformed")
      return
    }
    #expect(problems.first.map(\.place) == names.map { folder.path($0) + (syntax[$0] ?? "") })
    guard case .unreadable(let more) = Self.error(inputs.paths(["missing.json"] + names)) else {
      Issue.record("expected unreadable")
      return
    }
    #expect(
      more.first.map(\.place)
        == (["missing.json"] + names).map { folder.path($0) + (syntax[$0] ?? "") })
  }

  @Test("A file of another version is refused", arguments: SampleInputs.all)
  func refusesOtherVersions(name: String) throws {
    let inputs = try SampleInputs()
    let text = String(decoding: try inputs.folder.bytes(name), as: UTF8.self)
    let newer = text.replacingOccurrences(of: #""schemaVersion":1"#, with: #""schemaVersion":99"#)
    #expect(newer != text)
    try inputs.folder.file(name, newer)
    let error = try #require(Self.error(inputs.paths([name])))
    #expect(error.description.contains("schemaVersion: is 99, but 1 is read"), "\(error)")
  }

  @Test(
    "Two files of one kind and model are refused",
    arguments: ["evaluate-int8.json", "compare.json", "quantize.json", "detect-int8.json"])
  func takesOneOfAKind(name: String) throws {
    let inputs = try SampleInputs()
    guard case .malformed(let problems) = Self.error(inputs.paths([name, name])) else {
      Issue.record("expected malformed")
      return
    }
    #expect(problems.count == 1)
    #expect(problems.first.first?.message.contains("second") == true)
  }

  @Test("Detections in different images are refused") func comparesTheSameImages() throws {
    let inputs = try SampleInputs()
    let other = inputs.detections(.int8, count: 1)
      .replacingOccurrences(of: "image.jpg", with: "another.jpg")
    try inputs.folder.file("detect-int8.json", other)
    guard
      case .malformed = Self.error(inputs.paths(["detect-float32.json", "detect-int8.json"]))
    else {
      Issue.record("expected malformed")
      return
    }
    // By itself it names an image that is not there.
    guard case .unreadable(let problems) = Self.error(inputs.paths(["detect-int8.json"])) else {
      Issue.record("expected unreadable")
      return
    }
    #expect(problems.first.map(\.place) == [inputs.folder.path("another.jpg")])
  }
}

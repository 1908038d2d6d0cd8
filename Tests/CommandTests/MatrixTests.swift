import Foundation
import TestSupport
import Testing

/// Whether `make peers` installed the runtimes that have folders of their own.
private let hasRuntimes = FileManager.default.fileExists(
  atPath: Fixtures.root.appendingPathComponent(".build/runtimes/opencv5").path)

/// The table of forms and runtimes in the README, against the runtimes that install in seconds.
@Suite(
  "The table of forms and runtimes",
  .enabled(
    if: Peers.python != nil && (hasRuntimes || !Skipping.isAllowed),
    "needs runtimes in .build/runtimes; `make peers` installs them"))
struct MatrixTests {
  @Test("Runtimes do with the embedded detector what the table says")
  func embedded() throws {
    let outcome = try Self.check("shapes")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(
    "Runtimes do with yolov4-tiny what the table says",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func published() throws {
    let outcome = try Self.check("yolov4-tiny")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(
    "A table that says something else is found",
    arguments: [
      ("| qoperator | right |", "| qoperator | wrong |", "the table says wrong, seen was right"),
      ("| qoperator | right |", "| operator | right |", "the table has no cell for qoperator"),
      ("| ONNX Runtime ", "| ONNX Runtime 0.", "the table has no cell for float raw"),
    ])
  func changed(right: String, wrong: String, complaint: String) throws {
    let text = try String(contentsOf: Self.readme, encoding: .utf8)
    let changed = text.replacingOccurrences(of: right, with: wrong)
    #expect(changed != text)
    let folder = try WorkFolder()
    try folder.file("README.md", Data(changed.utf8))
    let document = folder.url.appendingPathComponent("README.md")
    let outcome = try Self.check("shapes", runtimes: "onnxruntime", in: document)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(complaint), "\(outcome)")
  }

  private static let readme = Fixtures.root.appendingPathComponent("README.md")

  /// Runs forms of a network, and compares the table of a document with what is seen.
  private static func check(
    _ network: String, runtimes: String = "onnxruntime,openvino,opencv4,opencv5,ncnn,tract",
    in document: URL = readme
  ) throws -> StartedProgram.Outcome {
    try Peers.run(
      "../../Scripts/matrix.py",
      [
        CommandLineTool.path, "--networks", network, "--runtimes", runtimes, "--jobs", "2",
        "--check", document.path,
      ])
  }
}

/// The words around the table, which need no runtime.
@Suite("The targets in the table of forms and runtimes")
struct MatrixTargetTests {
  @Test("Every target has a row, or is named with the row that is its form")
  func targets() throws {
    let readme = try String(
      contentsOf: Fixtures.root.appendingPathComponent("README.md"), encoding: .utf8)
    let text = readme.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let folder = try WorkFolder()
    let listed = try folder.darkroom("check", "--list").output.split(separator: "\n")
      .filter { !$0.hasPrefix(" ") }
    #expect(listed.count > 5)
    var usual: [Substring] = []
    var pairs: [Substring] = []
    for line in listed {
      let name = line.prefix { $0 != ":" }
      if line.hasSuffix("; the usual form") {
        usual.append(name)
      } else if line.hasSuffix("; --format qdq") {
        pairs.append(name)
      } else {
        let isFloat = line.contains("; float")
        #expect(
          text.contains(isFloat ? "`\(name)` takes a float file" : "| target \(name) |"), "\(name)")
      }
    }
    func names(_ names: [Substring]) -> String {
      names.map { "`\($0)`" }.joined(separator: " and ")
    }
    #expect(text.contains("`qoperator` is the form of the targets \(names(usual))"))
    #expect(text.contains("`qdq fused` that of \(names(pairs))"))
  }

  @Test("Cells that were not run are explained where there are any")
  func unknown() throws {
    let readme = try String(
      contentsOf: Fixtures.root.appendingPathComponent("README.md"), encoding: .utf8)
    for word in ["right", "float", "wrong", "refused", "?"] where readme.contains(" \(word) |") {
      #expect(readme.contains("`\(word)`:"), "\(word)")
    }
  }
}

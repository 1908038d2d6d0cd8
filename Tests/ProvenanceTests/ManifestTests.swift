import Foundation
import JSON
import Provenance
import Synchronization
import TestSupport
import Testing

@Suite struct ManifestTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A folder with a float and an INT8 model, their records and some of their materials.
  private func fill() throws {
    let float = try Samples.float()
    for name in ["tiny.onnx", "tiny.cfg", "tiny.weights"] {
      try folder.file(name, "content of \(name)")
    }
    try folder.file("int8/tiny-int8.onnx", "content of tiny-int8.onnx")
    try folder.file("tiny.onnx.provenance.json", float.text)
    try folder.file("int8/tiny-int8.onnx.provenance.json", try Samples.int8(parent: float).text)
    try folder.file("images/a.jpg", "content of a.jpg")
    try folder.file("darknet-LICENSE", "YOLO LICENSE\n")
    try folder.file("NOTICE.md", "# NOTICE\n")
    try folder.file(".hidden", "")
  }

  private var path: String { folder.path("manifest.json") }

  private func create() throws -> Manifest {
    let manifest = try Manifest.create(folder: folder.url.path, own: path)
    try manifest.write(to: path)
    return manifest
  }

  private func verify(_ manifest: Manifest) throws -> [String] {
    let report = try manifest.verify(folder: folder.url.path, own: path)
    return report.findings.map { "\($0.kind.rawValue) \($0.path)" }
  }

  @Test("A manifest lists every file with size and digest") func creating() throws {
    try fill()
    let manifest = try create()
    #expect(
      manifest.files.map { "\($0.path) \($0.role ?? "-") \($0.license)" } == [
        ".hidden - NOASSERTION", "NOTICE.md notice NOASSERTION",
        "darknet-LICENSE licenseText NOASSERTION", "images/a.jpg calibrationPicture CC-BY-4.0",
        "int8/tiny-int8.onnx model MIT", "int8/tiny-int8.onnx.provenance.json record NOASSERTION",
        "tiny.cfg cfg LicenseRef-YOLO-2",
        "tiny.onnx model MIT", "tiny.onnx.provenance.json record NOASSERTION",
        "tiny.weights weights LicenseRef-YOLO-2",
      ])
    #expect(manifest.files[7].record == "tiny.onnx.provenance.json")
    #expect(manifest.files[7].mediaType == "application/onnx")
    #expect(manifest.warnings.count == 1)
    #expect(manifest.warnings.first?.hasPrefix(".hidden: ") == true)
    let back = try Manifest(contentsOf: path)
    #expect(back == manifest)
    #expect(try create() == manifest, "a manifest does not list itself")
    #expect(JSONDocument.keysAreSorted(in: manifest.text))
    let report = try back.verify(folder: folder.url.path, own: path)
    #expect(report.holds && report.fileCount == 10 && report.byteCount == manifest.byteCount)
    #expect(report.text.description == "10 files, \(manifest.byteCount) bytes: as listed")
  }

  /// Everything that is wrong is named at once.
  @Test("Everything that is wrong is named at once") func allFindings() throws {
    try fill()
    try folder.file("gone", "x")
    try folder.file("longer", "x")
    try folder.file("becomes-link", "x")
    try folder.file("becomes-folder", "x")
    let manifest = try create()
    let outside = try WorkFolder()
    try outside.file("becomes-link", "x")
    try FileManager.default.removeItem(atPath: folder.path("gone"))
    try folder.file("longer", "xy")
    try folder.file("tiny.weights", "Content of tiny.weights")
    try folder.file("extra", "x")
    try FileManager.default.removeItem(atPath: folder.path("becomes-link"))
    for (link, target) in [
      ("becomes-link", outside.path("becomes-link")), ("broken", "nothing"), ("loop", "loop"),
      ("folder-link", "images"), ("up", ".."), ("inner", "tiny.cfg"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path(link), withDestinationPath: target)
    }
    try FileManager.default.removeItem(atPath: folder.path("becomes-folder"))
    try folder.file("becomes-folder/inside", "x")
    try folder.file("back\\slash", "x")
    mkfifo(folder.path("pipe"), 0o600)
    #expect(
      try verify(manifest) == [
        "path back\\slash", "missing becomes-folder", "extra becomes-folder/inside",
        "link becomes-link", "unreadable broken", "extra extra", "link folder-link", "missing gone",
        "extra inner", "changed longer", "unreadable loop", "unreadable pipe",
        "changed tiny.weights", "link up",
      ])
    let report = try manifest.verify(folder: folder.url.path, own: path)
    #expect(report.text.description.contains("changed: longer: has 2 bytes, where 1 are listed"))
    #expect(
      report.text.description.contains(
        "unreadable: pipe: is a pipe, where an ordinary file is needed"))
    let json = try JSONDocument(report.json.indentedText)
    #expect(json["findings"]?.elements.count == report.findings.count)
    #expect(json["holds"] == .boolean(false))
    // What cannot be listed is refused when a manifest is made.
    let error = #expect(throws: DocumentError.self) {
      try Manifest.create(folder: folder.url.path, own: path)
    }
    guard case .problems(_, let problems) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      Set(problems.first.map(\.place)) == [
        "back\\slash", "becomes-link", "broken", "folder-link", "loop", "pipe", "up",
      ])
  }

  /// A file behind a link within the folder is a file like others.
  @Test("A link within the folder is a file like others") func innerLink() throws {
    try folder.file("a/file", "x")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "a/../a/file")
    let manifest = try create()
    #expect(manifest.files.map(\.path) == ["a/file", "link"])
    #expect(manifest.files[0].digest == manifest.files[1].digest)
    #expect(try verify(manifest).isEmpty)
  }

  @Test("An unreadable file is a finding", .enabled(if: geteuid() != 0, "root reads everything"))
  func unreadableFile() throws {
    try folder.file("secret", "x")
    let manifest = try create()
    #expect(chmod(folder.path("secret"), 0) == 0)
    #expect(try verify(manifest) == ["unreadable secret"])
  }

  @Test(
    "Paths that leave the folder or are not in normal form are findings",
    arguments: [
      "../a", "a/../../b", "/etc/passwd", "a//b", "./a", "a/.", "a/", "", "..", "a\\..\\b", "a\0b",
    ])
  func pathTricks(path: String) throws {
    let entry = ManifestEntry(
      path: path, size: 0, digest: Samples.digest(""), mediaType: "text/plain")
    let manifest = try Manifest(
      parsing: Array(Manifest(files: [entry]).text.utf8), source: "manifest.json")
    #expect(manifest.files == [entry])
    let kinds = try manifest.verify(folder: folder.url.path).findings.map(\.kind)
    #expect(kinds.contains(.path), "\(path)")
  }

  @Test(
    "Paths that some file system takes for the same are findings",
    arguments: [
      ("a", "a"), ("a/File", "a/fIle"), ("caf\u{E9}", "cafe\u{301}"), ("CAF\u{C9}", "cafe\u{301}"),
      ("stra\u{DF}e", "STRASSE"), ("\u{212A}", "k"), ("a", "a/b"), ("A", "a/b/c"),
      ("\u{3C3}", "\u{3C2}"),
    ])
  func duplicates(first: String, second: String) throws {
    let entries = [first, second].map {
      ManifestEntry(path: $0, size: 0, digest: Samples.digest(""), mediaType: "text/plain")
    }
    #expect(Manifest(files: entries).pathFindings.map(\.kind) == [.duplicate])
    #expect(Manifest(files: entries.reversed()).pathFindings.map(\.kind) == [.duplicate])
  }

  @Test("Paths that every file system keeps apart are no duplicates")
  func differentPathsAreNoDuplicates()
    throws
  {
    let entries = ["a", "b/a", "b/c", "ab", "a.b", "\u{E9}", "e"].map {
      ManifestEntry(path: $0, size: 0, digest: Samples.digest(""), mediaType: "text/plain")
    }
    #expect(Manifest(files: entries).pathFindings.isEmpty)
  }

  /// Names that look alike are different files, and both are hashed.
  @Test("Names that look alike are different files") func namesAreBytes() throws {
    try folder.file("caf\u{E9}", "composed")
    let manifest = try create()
    let moved = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(moved.count == 2)
    #expect(rename(folder.path("caf\u{E9}"), folder.url.path + "/cafe\u{301}") == 0)
    #expect(try verify(manifest).map { $0.prefix(7) } == ["extra c", "missing"])
  }

  @Test("A name that is not UTF-8 is a finding") func nameIsNotUTF8() throws {
    var name = Array((folder.url.path + "/bad").utf8CString.dropLast())
    name += [CChar(bitPattern: 0xFF), 0]
    let file = fopen(name, "w")
    #expect(file != nil)
    if let file { fclose(file) }
    #expect(try verify(Manifest(files: [])) == ["path bad\u{FFFD}"])
    #expect(throws: DocumentError.self) { try Manifest.create(folder: folder.url.path) }
  }

  @Test("Ignored files are left out") func ignoring() throws {
    for name in ["a", "b", "cache/x", "cache/y/z", "cachet"] { try folder.file(name, name) }
    let manifest = try Manifest.create(folder: folder.url.path, ignoring: ["b", "cache/"])
    #expect(manifest.files.map(\.path) == ["a", "cachet"])
    try folder.file("cache/new", "x")
    #expect(try verify(try Manifest(parsing: Array(manifest.text.utf8), source: "m")).isEmpty)
  }

  @Test("A broken record is named") func brokenRecord() throws {
    try folder.file("a.provenance.json", "{}")
    try folder.file("b.provenance.json", "[")
    let error = #expect(throws: DocumentError.self) {
      try Manifest.create(folder: folder.url.path)
    }
    guard case .problems(_, let problems) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(problems.first.map(\.place) == ["a.provenance.json", "b.provenance.json"])
  }

  @Test("Unknown fields are kept") func unknownFieldsSurvive() throws {
    try folder.file("a", "x")
    var manifest = try create()
    manifest.others = ["new": .number(JSONNumber(7))]
    manifest.files[0].others = ["fresh": .texts(["x"])]
    let back = try Manifest(parsing: Array(manifest.text.utf8), source: "m")
    #expect(back == manifest && back.text == manifest.text)
  }

  @Test("Files of a manifest are found by path, name or digest") func looking() throws {
    try fill()
    let manifest = try create()
    let digest = Samples.file("tiny.cfg").digest.description
    for query in [
      "tiny.cfg", "./tiny.cfg", digest, String(digest.prefix(6)), digest.uppercased(),
    ] {
      #expect(manifest.files(matching: query).map(\.path) == ["tiny.cfg"], "\(query)")
    }
    #expect(manifest.files(matching: "a.jpg").map(\.path) == ["images/a.jpg"])
    #expect(manifest.files(matching: "nothing").isEmpty)
    let text = try #require(manifest.files(matching: "tiny.cfg").first).text
    for word in [digest, "19 bytes", "cfg", "LicenseRef-YOLO-2", "tiny.onnx.provenance.json"] {
      #expect(text.description.contains(word), "\(word)")
    }
  }

  @Test("Progress of verifying is reported in bytes, up to the sum of all files") func progress()
    throws
  {
    try folder.file("large", Data(count: 3 << 20))
    try folder.file("small", Data(count: 1))
    let steps = Mutex<[Int]>([])
    let manifest = try create()
    _ = try manifest.verify(folder: folder.url.path, own: path) { done, count in
      #expect(count == 3 << 20 + 1)
      steps.withLock { $0.append(done) }
    }
    #expect(steps.withLock { $0.max() } == 3 << 20 + 1)
    #expect(steps.withLock { $0.count } > 3)
  }

  @Test("A missing folder is an error") func missingFolder() {
    let error = #expect(throws: DocumentError.self) {
      try Manifest.create(folder: folder.path("none"))
    }
    #expect(error?.category == .unreadable)
  }

  /// What a terminal would act upon is shown as JSON has it.
  @Test("Control characters are escaped in messages") func controlCharactersInMessages() throws {
    try folder.file("a\u{1B}[31mb\nc", "x")
    let report = try Manifest(files: []).verify(folder: folder.url.path)
    #expect(report.text.description.contains("extra: a\\u{1B}[31mb\\nc: "))
  }
}
